/* Calls a network without a classifier, beside one with: features WEIGHTS PACKED WHOLE. What is not as it should be ends the program. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backbone.h"
#include "whole.h"

#ifdef BACKBONE_CLASSES
#error "A network without a classifier has no number of classes."
#endif

#define THREADS 8
#define BATCH BACKBONE_MAX_BATCH
#define IMAGE BACKBONE_INPUT_LENGTH
#define FEATURES BACKBONE_EMBEDDING_LENGTH

#define CHECK(condition)                                                                                          \
    do {                                                                                                          \
        if (!(condition)) {                                                                                       \
            fprintf(stderr, "line %d: %s; %s\n", __LINE__, #condition, backbone_last_error());                    \
            exit(1);                                                                                              \
        }                                                                                                         \
    } while (0)

static float images[BATCH * IMAGE], expected[BATCH * FEATURES];
static backbone_model *shared;

static void check_model(backbone_model *model)
{
    float features[BATCH * FEATURES];
    for (int count = 1; count <= BATCH; count++) {
        memset(features, 0, sizeof features);
        CHECK(backbone_embed(model, images, count * IMAGE, features, count * FEATURES) == BACKBONE_OK);
        CHECK(memcmp(features, expected, count * FEATURES * sizeof(float)) == 0);
    }
    CHECK(backbone_embed(model, images, IMAGE, features, FEATURES + 1) == BACKBONE_INVALID_ARGUMENT);
    CHECK(backbone_embed(model, images, IMAGE, features, 0) == BACKBONE_INVALID_ARGUMENT);
    CHECK(backbone_embed(model, images, 0, features, 0) == BACKBONE_INVALID_ARGUMENT);
    CHECK(backbone_embed(model, images, (BATCH + 1) * IMAGE, features, (BATCH + 1) * FEATURES) == BACKBONE_INVALID_ARGUMENT);
    CHECK(backbone_embed(model, NULL, IMAGE, features, FEATURES) == BACKBONE_INVALID_ARGUMENT);
    CHECK(backbone_embed(model, images, IMAGE, NULL, FEATURES) == BACKBONE_INVALID_ARGUMENT);
}

static void *run_fork(void *unused)
{
    backbone_model *model;
    CHECK(backbone_fork(shared, &model) == BACKBONE_OK);
    for (int i = 0; i < 5; i++) {
        check_model(model);
    }
    CHECK(backbone_destroy(model) == BACKBONE_OK);
    return unused;
}

static void check_facts(void)
{
    CHECK(backbone_abi_version() == BACKBONE_ABI_VERSION);
    CHECK(backbone_input_channels() == BACKBONE_INPUT_CHANNELS);
    CHECK(backbone_input_height() == BACKBONE_INPUT_HEIGHT);
    CHECK(backbone_input_width() == BACKBONE_INPUT_WIDTH);
    CHECK(backbone_max_batch() == BACKBONE_MAX_BATCH);
    CHECK(backbone_embedding_length() == BACKBONE_EMBEDDING_LENGTH);
    CHECK(whole_classes() == WHOLE_CLASSES && whole_embedding_length() == FEATURES);
}

/* Neither takes the weights of the other, nor its handles. */
static void check_other(const char *weights, const char *packed, const char *whole_weights)
{
    float logits[WHOLE_CLASSES], features[FEATURES];
    backbone_model *none;
    whole_model *whole;
    CHECK(whole_create(weights, 1, &whole) == WHOLE_INVALID_WEIGHTS && whole == NULL);
    CHECK(strstr(whole_last_error(), "declare Classes = 0") != NULL);
    CHECK(whole_create(packed, 1, &whole) == WHOLE_INVALID_WEIGHTS && whole == NULL);
    CHECK(backbone_create(whole_weights, 1, &none) == BACKBONE_INVALID_WEIGHTS && none == NULL);
    CHECK(strstr(backbone_last_error(), "declare Classes = 10") != NULL);
    CHECK(whole_create(whole_weights, 1, &whole) == WHOLE_OK);
    CHECK(whole_embed(whole, images, IMAGE, features, FEATURES) == WHOLE_OK);
    CHECK(memcmp(features, expected, sizeof features) == 0);
    CHECK(backbone_embed((backbone_model *)whole, images, IMAGE, features, FEATURES) == BACKBONE_INVALID_ARGUMENT);
    CHECK(backbone_destroy((backbone_model *)whole) == BACKBONE_INVALID_ARGUMENT);
    CHECK(whole_forward((whole_model *)shared, images, IMAGE, logits, WHOLE_CLASSES) == WHOLE_INVALID_ARGUMENT);
    CHECK(whole_forward(whole, images, IMAGE, logits, WHOLE_CLASSES) == WHOLE_OK);
    CHECK(whole_destroy(whole) == WHOLE_OK);
}

static void check_embedded(void)
{
    float features[FEATURES];
    backbone_model *model;
    CHECK(backbone_create_embedded(2, &model) == BACKBONE_OK);
    CHECK(backbone_embed(model, images, IMAGE, features, FEATURES) == BACKBONE_OK);
    for (int i = 0; i < FEATURES; i++) {
        /* Stored as F16, which has 11 bits. */
        CHECK(features[i] - expected[i] < 0.02f && expected[i] - features[i] < 0.02f);
    }
    CHECK(backbone_create_embedded(0, &shared) == BACKBONE_INVALID_ARGUMENT && shared == NULL);
    CHECK(backbone_destroy(model) == BACKBONE_OK);
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS];
    backbone_model *packed;
    CHECK(argc == 4);
    for (size_t i = 0; i < sizeof images / sizeof images[0]; i++) {
        images[i] = (float)(i % 97) / 50.0f - 1.0f;
    }

    check_facts();
    CHECK(backbone_create(argv[1], 2, &shared) == BACKBONE_OK);
    CHECK(backbone_embed(shared, images, BATCH * IMAGE, expected, BATCH * FEATURES) == BACKBONE_OK);
    check_model(shared);
    CHECK(backbone_create(argv[2], 1, &packed) == BACKBONE_OK);
    check_model(packed);
    CHECK(backbone_destroy(packed) == BACKBONE_OK);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, run_fork, NULL) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    check_other(argv[1], argv[2], argv[3]);
    CHECK(backbone_destroy(shared) == BACKBONE_OK);
    check_embedded();
    puts("done");
    return 0;
}
