/*
 * Says which garment a picture shows: main WEIGHTS PICTURE...
 * Pictures are PGM files (P5) of 28 x 28 pixels, one image each, light garments on black.
 */
#include <stdio.h>
#include <stdlib.h>

#include "fashion.h"

#define GUESSES 3

static const char *const garments[FASHION_CLASSES] = {
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
};

/* Reads a picture and normalises it as the network was trained. Returns 0 if it is no such picture. */
static int read_image(const char *path, float *image)
{
    unsigned char pixels[FASHION_INPUT_LENGTH];
    int width = 0, height = 0, most = 0, is_read = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }

    if (fscanf(file, "P5 %d %d %d", &width, &height, &most) == 3 && width == FASHION_INPUT_WIDTH && height == FASHION_INPUT_HEIGHT
        && most == 255 && fgetc(file) != EOF && fread(pixels, 1, sizeof pixels, file) == sizeof pixels) {
        for (size_t i = 0; i < sizeof pixels; i++) {
            image[i] = ((float)pixels[i] / 255.0f - 0.2860f) / 0.3530f;
        }
        is_read = 1;
    }

    fclose(file);
    return is_read;
}

int main(int argc, char **argv)
{
    fashion_model *model;
    int status = EXIT_SUCCESS;
    if (argc < 3) {
        fprintf(stderr, "usage: %s WEIGHTS PICTURE...\n", argv[0]);
        return EXIT_FAILURE;
    }

    if (fashion_abi_version() != FASHION_ABI_VERSION) {
        fprintf(stderr, "the library is not that of fashion.h\n");
        return EXIT_FAILURE;
    }

    if (fashion_create(argv[1], 1, &model) != FASHION_OK) {
        fprintf(stderr, "%s\n", fashion_last_error());
        return EXIT_FAILURE;
    }

    for (int picture = 2; picture < argc && status == EXIT_SUCCESS; picture++) {
        float image[FASHION_INPUT_LENGTH], probabilities[GUESSES];
        int classes[GUESSES];
        if (!read_image(argv[picture], image)) {
            fprintf(stderr, "%s: not a PGM file of %d x %d pixels\n", argv[picture], FASHION_INPUT_WIDTH, FASHION_INPUT_HEIGHT);
            status = EXIT_FAILURE;
        } else if (fashion_classify(model, image, FASHION_INPUT_LENGTH, GUESSES, classes, probabilities) != FASHION_OK) {
            fprintf(stderr, "%s\n", fashion_last_error());
            status = EXIT_FAILURE;
        } else {
            printf("%s", argv[picture]);
            for (int rank = 0; rank < GUESSES; rank++) {
                printf("\t%s\t%.9g", garments[classes[rank]], probabilities[rank]);
            }
            printf("\n");
        }
    }

    fashion_destroy(model);
    return status;
}
