/*
 * resnet50.h: a neural network that classifies images, as C functions.
 *
 * Written by ResNetGen from [ResNet(50, NativeExport = "resnet50")] on Demo.Classifier.
 *
 * A model runs one call at a time: give each thread that calls a fork, which shares the weights. What a call
 * is given is used during the call only. Functions that return int return a value of resnet50_status, unless
 * they say another thing; resnet50_last_error() says in words what was wrong. The library stays loaded until
 * the process ends; where a process forks, the child cannot use what its parent has used already.
 */
#ifndef RESNET50_H
#define RESNET50_H

#include <stddef.h>

#if defined(_WIN32)
#define RESNET50_CALL __cdecl
#else
#define RESNET50_CALL
#endif

#if defined(_WIN32) && !defined(RESNET50_STATIC)
#define RESNET50_API __declspec(dllimport)
#else
#define RESNET50_API
#endif

#define RESNET50_ABI_VERSION 1

#define RESNET50_INPUT_CHANNELS 3 /* planes of an image */
#define RESNET50_INPUT_HEIGHT 224 /* rows of an image, in pixels */
#define RESNET50_INPUT_WIDTH 224 /* columns of an image, in pixels */
#define RESNET50_INPUT_LENGTH 150528 /* floats of an image */
#define RESNET50_MAX_BATCH 1 /* the most images that one call takes */
#define RESNET50_CLASSES 1000 /* logits of an image */
#define RESNET50_EMBEDDING_LENGTH 2048 /* features of an image, before the classifier */

#ifdef __cplusplus
extern "C" {
#endif

typedef enum resnet50_status {
    RESNET50_OK = 0, /* it did what it says */
    RESNET50_INVALID_ARGUMENT = 1, /* a NULL, a wrong length or number, no UTF-8, no model or a destroyed one */
    RESNET50_INVALID_WEIGHTS = 2, /* the weights are damaged, in no known format, or another network's */
    RESNET50_CANNOT_READ = 3, /* the file is not there or cannot be read */
    RESNET50_BUSY = 4, /* the model is running on another thread: fork, one for each thread */
    RESNET50_OUT_OF_MEMORY = 5, /* memory is exhausted */
    RESNET50_INTERNAL_ERROR = 6 /* anything else; the text says what */
} resnet50_status;

/* A network with its weights. What it points to is the library's alone. */
typedef struct resnet50_model resnet50_model;

/*
 * Loads weights from a file and gives a model that runs on them.
 *
 * weights_path  the file, as UTF-8: safetensors with torchvision's names, or one by
 *               PackedWeights.Pack, which is used where it is mapped: do not change it while a model lives.
 * threads       threads of one run, the caller's included: 1 to 256; more than the process has processors
 *               are not started
 * model         receives the model, or NULL on an error; for destroy, once
 */
RESNET50_API int RESNET50_CALL resnet50_create(
    const char *weights_path,
    int threads,
    resnet50_model **model);

/*
 * As create, from the bytes of such a file. They are copied: the memory is yours again when this returns.
 * At most 2147483647 bytes.
 */
RESNET50_API int RESNET50_CALL resnet50_create_from_bytes(
    const void *weights,
    size_t weights_length,
    int threads,
    resnet50_model **model);

/*
 * A second model on the same weights, with as many threads and memory of its own: one for each thread that calls.
 * Any thread may fork, also while the model runs. Original and fork are equals: destroy each, in any order.
 */
RESNET50_API int RESNET50_CALL resnet50_fork(const resnet50_model *model, resnet50_model **other);

/*
 * Ends the threads of a model and frees its memory; the weights go with the last model on them. NULL is fine.
 * A model that is running on another thread is not destroyed: RESNET50_BUSY.
 */
RESNET50_API int RESNET50_CALL resnet50_destroy(resnet50_model *model);

/*
 * Runs the network. Allocates nothing.
 *
 * images         one image, one behind the other,
 *                each [channel][row][column]: 3 x 224 x 224, normalised as the weights were trained
 * images_length  floats in images: the number of images times RESNET50_INPUT_LENGTH
 * logits         receives [image][class]: a score for each class, before softmax
 * logits_length  floats in logits: the number of images times RESNET50_CLASSES, exactly
 */
RESNET50_API int RESNET50_CALL resnet50_forward(
    resnet50_model *model,
    const float *images,
    size_t images_length,
    float *logits,
    size_t logits_length);

/*
 * Runs the network and gives the k most probable classes of each image, the most probable first.
 *
 * images         as for forward
 * images_length  as for forward
 * k              how many classes of each image: 1 to RESNET50_CLASSES
 * classes        receives [image][k]: numbers of classes, from 0; of equals the lower one first
 * probabilities  receives [image][k]: the probability of each, the softmax of the logits
 */
RESNET50_API int RESNET50_CALL resnet50_classify(
    resnet50_model *model,
    const float *images,
    size_t images_length,
    int k,
    int *classes,
    float *probabilities);

/*
 * Runs the network up to the features before the classifier. Allocates nothing.
 *
 * images             as for forward
 * images_length      as for forward
 * embeddings         receives [image][feature]
 * embeddings_length  floats in embeddings: the number of images times RESNET50_EMBEDDING_LENGTH, exactly
 */
RESNET50_API int RESNET50_CALL resnet50_embed(
    resnet50_model *model,
    const float *images,
    size_t images_length,
    float *embeddings,
    size_t embeddings_length);

/*
 * What went wrong in the last call on this thread that returned an error, as UTF-8 text for people; "" if none did.
 * Valid until the next call on this thread that returns an error, or the thread's end. Not to be freed.
 */
RESNET50_API const char *RESNET50_CALL resnet50_last_error(void);

/* Planes of an image. */
RESNET50_API int RESNET50_CALL resnet50_input_channels(void);

/* Rows of an image, in pixels. */
RESNET50_API int RESNET50_CALL resnet50_input_height(void);

/* Columns of an image, in pixels. */
RESNET50_API int RESNET50_CALL resnet50_input_width(void);

/* The most images that one call takes. */
RESNET50_API int RESNET50_CALL resnet50_max_batch(void);

/* Classes: the length of one image's logits. */
RESNET50_API int RESNET50_CALL resnet50_classes(void);

/* Features before the classifier: the length of one image's embedding. */
RESNET50_API int RESNET50_CALL resnet50_embedding_length(void);

/* The version of this interface that the library has: compare it with RESNET50_ABI_VERSION. */
RESNET50_API int RESNET50_CALL resnet50_abi_version(void);

/* The version of ResNetGen's runtime in the library, such as "1.0.0". Valid for ever. */
RESNET50_API const char *RESNET50_CALL resnet50_library_version(void);

#ifdef __cplusplus
}
#endif

#endif /* RESNET50_H */
