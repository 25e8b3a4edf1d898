/* Calls every function of the library, rightly and wrongly: misuse WEIGHTS. What is not as it should be ends the program with a line. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fashion.h"

#define THREADS 8
#define BATCH FASHION_MAX_BATCH

#define CHECK(condition)                                                                          \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            fprintf(stderr, "line %d: %s; %s\n", __LINE__, #condition, fashion_last_error());     \
            exit(1);                                                                              \
        }                                                                                         \
    } while (0)

static float images[BATCH * FASHION_INPUT_LENGTH], expected[BATCH * FASHION_CLASSES];
static fashion_model *shared;
static atomic_int busy;

static int forward(fashion_model *model, float *logits)
{
    return fashion_forward(model, images, BATCH * FASHION_INPUT_LENGTH, logits, BATCH * FASHION_CLASSES);
}

static void *run_fork(void *unused)
{
    float logits[BATCH * FASHION_CLASSES];
    fashion_model *model;
    CHECK(strcmp(fashion_last_error(), "") == 0);
    CHECK(fashion_fork(shared, &model) == FASHION_OK);
    for (int i = 0; i < 20; i++) {
        memset(logits, 0, sizeof logits);
        CHECK(forward(model, logits) == FASHION_OK);
        CHECK(memcmp(logits, expected, sizeof logits) == 0);
    }
    CHECK(fashion_destroy(model) == FASHION_OK);
    return unused;
}

static void *run_shared(void *unused)
{
    float logits[BATCH * FASHION_CLASSES];
    /* Until two have met. */
    for (int i = 0; i < 50 || (busy == 0 && i < 1000000); i++) {
        int status = forward(shared, logits);
        CHECK(status == FASHION_BUSY || (status == FASHION_OK && memcmp(logits, expected, sizeof logits) == 0));
        if (status == FASHION_BUSY) {
            busy++;
            CHECK(strstr(fashion_last_error(), "running already") != NULL);
        }
    }
    return unused;
}

static void on_threads(void *(*run)(void *))
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, run, NULL) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
}

static void check_facts(void)
{
    CHECK(fashion_abi_version() == FASHION_ABI_VERSION);
    CHECK(fashion_library_version()[0] >= '0' && fashion_library_version()[0] <= '9');
    CHECK(fashion_input_channels() == FASHION_INPUT_CHANNELS);
    CHECK(fashion_input_height() == FASHION_INPUT_HEIGHT);
    CHECK(fashion_input_width() == FASHION_INPUT_WIDTH);
    CHECK(fashion_max_batch() == FASHION_MAX_BATCH);
    CHECK(fashion_classes() == FASHION_CLASSES);
    CHECK(fashion_embedding_length() == FASHION_EMBEDDING_LENGTH);
}

static void check_creation(const char *path)
{
    fashion_model *model = (fashion_model *)images;
    CHECK(fashion_create(NULL, 1, &model) == FASHION_INVALID_ARGUMENT && model == NULL);
    CHECK(strcmp(fashion_last_error(), "weights_path is NULL.") == 0);
    CHECK(fashion_create(path, 1, NULL) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_create(path, 0, &model) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_create("\xff\xfe", 1, &model) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_create("/nowhere/weights", 1, &model) == FASHION_CANNOT_READ);
    CHECK(fashion_create_from_bytes("no weights", 10, 1, &model) == FASHION_INVALID_WEIGHTS);
    CHECK(fashion_create_from_bytes(NULL, 10, 1, &model) == FASHION_INVALID_ARGUMENT && model == NULL);
}

static void check_bytes(const char *path)
{
    float logits[BATCH * FASHION_CLASSES];
    fashion_model *model;
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL && fseek(file, 0, SEEK_END) == 0);
    size_t length = (size_t)ftell(file);
    char *bytes = malloc(length);
    rewind(file);
    CHECK(bytes != NULL && fread(bytes, 1, length, file) == length);
    fclose(file);
    CHECK(fashion_create_from_bytes(bytes, length - 1, 1, &model) == FASHION_INVALID_WEIGHTS);
    CHECK(fashion_create_from_bytes(bytes, length, 2, &model) == FASHION_OK);
    memset(bytes, 0, length);
    free(bytes);
    CHECK(forward(model, logits) == FASHION_OK && memcmp(logits, expected, sizeof logits) == 0);
    CHECK(fashion_destroy(model) == FASHION_OK);
}

static void check_runs(void)
{
    float embeddings[FASHION_EMBEDDING_LENGTH], logits[FASHION_CLASSES];
    CHECK(fashion_forward(shared, images, FASHION_INPUT_LENGTH, logits, FASHION_CLASSES) == FASHION_OK);
    CHECK(memcmp(logits, expected, sizeof logits) == 0);
    CHECK(fashion_embed(shared, images, FASHION_INPUT_LENGTH, embeddings, FASHION_EMBEDDING_LENGTH) == FASHION_OK);
    CHECK(fashion_embed(shared, images, FASHION_INPUT_LENGTH, embeddings, FASHION_EMBEDDING_LENGTH - 1) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_forward(shared, images, FASHION_INPUT_LENGTH - 1, logits, FASHION_CLASSES) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_forward(shared, images, (size_t)-1, logits, FASHION_CLASSES) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_forward(shared, images, FASHION_INPUT_LENGTH, logits, FASHION_CLASSES + 1) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_forward(shared, NULL, FASHION_INPUT_LENGTH, logits, FASHION_CLASSES) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_forward(shared, images, FASHION_INPUT_LENGTH, NULL, FASHION_CLASSES) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_forward(NULL, images, FASHION_INPUT_LENGTH, logits, FASHION_CLASSES) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_forward((fashion_model *)images, images, FASHION_INPUT_LENGTH, logits, FASHION_CLASSES) == FASHION_INVALID_ARGUMENT);
}

static void check_classes(void)
{
    float probabilities[BATCH * FASHION_CLASSES];
    int classes[BATCH * FASHION_CLASSES];
    for (int k = 1; k <= FASHION_CLASSES; k++) {
        CHECK(fashion_classify(shared, images, BATCH * FASHION_INPUT_LENGTH, k, classes, probabilities) == FASHION_OK);
        for (int image = 0; image < BATCH; image++) {
            const float *logits = expected + image * FASHION_CLASSES;
            for (int rank = 1; rank < k; rank++) {
                int here = image * k + rank;
                CHECK(probabilities[here] <= probabilities[here - 1] && logits[classes[here]] <= logits[classes[here - 1]]);
            }
        }
    }
    CHECK(fashion_classify(shared, images, FASHION_INPUT_LENGTH, FASHION_CLASSES + 1, classes, probabilities) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_classify(shared, images, FASHION_INPUT_LENGTH, 0, classes, probabilities) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_classify(shared, images, FASHION_INPUT_LENGTH, 1, NULL, probabilities) == FASHION_INVALID_ARGUMENT);
    CHECK(fashion_classify(shared, images, FASHION_INPUT_LENGTH, 1, classes, NULL) == FASHION_INVALID_ARGUMENT);
}

static void check_destruction(void)
{
    float logits[BATCH * FASHION_CLASSES];
    fashion_model *fork;
    CHECK(fashion_fork(shared, &fork) == FASHION_OK);
    CHECK(fashion_destroy(shared) == FASHION_OK);
    CHECK(fashion_destroy(shared) == FASHION_INVALID_ARGUMENT);
    CHECK(forward(shared, logits) == FASHION_INVALID_ARGUMENT);
    CHECK(strcmp(fashion_last_error(), "model was destroyed, or was never given by this library.") == 0);
    CHECK(forward(fork, logits) == FASHION_OK && memcmp(logits, expected, sizeof logits) == 0);
    CHECK(fashion_destroy(fork) == FASHION_OK);
    CHECK(fashion_fork(fork, &fork) == FASHION_INVALID_ARGUMENT && fork == NULL);
    CHECK(fashion_destroy(NULL) == FASHION_OK);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    for (size_t i = 0; i < sizeof images / sizeof images[0]; i++) {
        images[i] = (float)(i % 97) / 50.0f - 1.0f;
    }

    check_facts();
    check_creation(argv[1]);
    CHECK(fashion_create(argv[1], 1, &shared) == FASHION_OK);
    CHECK(forward(shared, expected) == FASHION_OK);
    check_bytes(argv[1]);
    check_runs();
    check_classes();
    on_threads(run_fork);
    on_threads(run_shared);
    CHECK(busy > 0);
    check_destruction();
    puts("done");
    return 0;
}
