/* Encodes pictures with libjpeg, in every way that the decoder must read. Built and run by make_jpegs.py: cc -O2 encode.c -ljpeg

   Reads a line a picture:
     width height space quality sampling0 sampling1 sampling2 sampling3 mode restart seed pattern file
   space     grey, ycc, rgb, cmyk or ycck: the components of the file
   sampling  10 x horizontal + vertical factor, for each component
   mode      baseline, progressive, or scans (sequential, a scan for each component)
   restart   minimum coded units between restart markers, or 0
   pattern   0 noise, 1 slopes, 2 squares, 3 rings */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>

static unsigned state;

static unsigned random_bits(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

static int sample(int pattern, int x, int y, int channel)
{
    int value;
    switch (pattern) {
    case 0: value = random_bits() & 255; break;
    case 1: value = (x * (7 + channel * 5) + y * (11 - channel * 3) + channel * 80) & 255; break;
    case 2: value = (((x / 5 + y / 3 + channel) & 1) ? 230 : 20) + (int)(random_bits() % 21) - 10; break;
    default: value = 128 + 60 * ((x * x + y * y * (channel + 1)) % 97) / 97 + random_bits() % 9; break;
    }
    return value < 0 ? 0 : value > 255 ? 255 : value;
}

int main(void)
{
    static char line[1024];
    while (fgets(line, sizeof line, stdin)) {
        int width, height, quality, sampling[4], restart, pattern;
        char space[8], mode[16], path[512];
        unsigned seed;
        if (sscanf(line, "%d %d %7s %d %d %d %d %d %15s %d %u %d %511s", &width, &height, space, &quality, &sampling[0], &sampling[1],
                   &sampling[2], &sampling[3], mode, &restart, &seed, &pattern, path) != 13) {
            fprintf(stderr, "not understood: %s", line);
            return 1;
        }

        int is_grey = !strcmp(space, "grey");
        int has_inks = !strcmp(space, "cmyk") || !strcmp(space, "ycck");
        struct jpeg_error_mgr errors;
        struct jpeg_compress_struct jpeg;
        jpeg.err = jpeg_std_error(&errors);
        jpeg_create_compress(&jpeg);
        FILE *file = fopen(path, "wb");
        jpeg_stdio_dest(&jpeg, file);
        jpeg.image_width = width;
        jpeg.image_height = height;
        jpeg.input_components = is_grey ? 1 : has_inks ? 4 : 3;
        jpeg.in_color_space = is_grey ? JCS_GRAYSCALE : has_inks ? JCS_CMYK : JCS_RGB;
        jpeg_set_defaults(&jpeg);
        jpeg_set_colorspace(&jpeg, is_grey ? JCS_GRAYSCALE : !strcmp(space, "ycc") ? JCS_YCbCr : !strcmp(space, "rgb") ? JCS_RGB
                                   : !strcmp(space, "cmyk") ? JCS_CMYK : JCS_YCCK);
        jpeg_set_quality(&jpeg, quality, TRUE);
        jpeg_scan_info scans[4];
        memset(scans, 0, sizeof scans);
        for (int i = 0; i < jpeg.num_components; i++) {
            jpeg.comp_info[i].h_samp_factor = sampling[i] / 10;
            jpeg.comp_info[i].v_samp_factor = sampling[i] % 10;
            scans[i].comps_in_scan = 1;
            scans[i].component_index[0] = i;
            scans[i].Se = 63;
        }
        if (!strcmp(mode, "progressive"))
            jpeg_simple_progression(&jpeg);
        if (!strcmp(mode, "scans")) {
            jpeg.scan_info = scans;
            jpeg.num_scans = jpeg.num_components;
        }
        jpeg.restart_interval = restart;
        jpeg_start_compress(&jpeg, TRUE);
        state = seed;
        JSAMPROW row = malloc(width * jpeg.input_components);
        while (jpeg.next_scanline < jpeg.image_height) {
            for (int x = 0; x < width; x++)
                for (int channel = 0; channel < jpeg.input_components; channel++)
                    row[x * jpeg.input_components + channel] = sample(pattern, x, jpeg.next_scanline, channel);
            jpeg_write_scanlines(&jpeg, &row, 1);
        }
        jpeg_finish_compress(&jpeg);
        jpeg_destroy_compress(&jpeg);
        fclose(file);
        free(row);
    }
    return 0;
}
