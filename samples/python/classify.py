#!/usr/bin/env python3
"""Says which garment a picture shows: classify.py LIBRARY WEIGHTS PICTURE...

Pictures are PGM files (P5) of 28 x 28 pixels, light garments on black. Only the standard library is needed.
"""
import ctypes
import re
import sys

GARMENTS = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]
GUESSES = 3
ABI_VERSION = 1


class FashionError(Exception):
    """What the library says of a call that failed, with its code in fashion.h."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Fashion:
    """A model, for one thread at a time; fork() gives another thread its own."""

    def __init__(self, library, weights=None, threads=1, handle=None):
        self._library = library if isinstance(library, ctypes.CDLL) else self._open(library)
        self._handle = handle or ctypes.c_void_p()
        self.image_length = (
            self._library.fashion_input_channels() * self._library.fashion_input_height() * self._library.fashion_input_width()
        )
        if handle is None:
            self._check(self._library.fashion_create(weights.encode(), threads, ctypes.byref(self._handle)))

    @staticmethod
    def _open(path):
        library = ctypes.CDLL(path)
        floats, handle = ctypes.POINTER(ctypes.c_float), ctypes.c_void_p
        library.fashion_last_error.restype = ctypes.c_char_p
        library.fashion_create.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(handle)]
        library.fashion_fork.argtypes = [handle, ctypes.POINTER(handle)]
        library.fashion_destroy.argtypes = [handle]
        library.fashion_classify.argtypes = [handle, floats, ctypes.c_size_t, ctypes.c_int, ctypes.POINTER(ctypes.c_int), floats]
        if library.fashion_abi_version() != ABI_VERSION:
            raise RuntimeError(f"{path} has another interface than this file")
        return library

    def _check(self, code):
        if code != 0:
            raise FashionError(code, self._library.fashion_last_error().decode())

    def classify(self, image, k):
        """The k most probable classes of one image, which is a list of floats: pairs of class and probability."""
        images = (ctypes.c_float * len(image))(*image)
        classes, probabilities = (ctypes.c_int * k)(), (ctypes.c_float * k)()
        self._check(self._library.fashion_classify(self._handle, images, len(images), k, classes, probabilities))
        return list(zip(classes, probabilities))

    def fork(self):
        """A second model on the same weights."""
        handle = ctypes.c_void_p()
        self._check(self._library.fashion_fork(self._handle, ctypes.byref(handle)))
        return Fashion(self._library, handle=handle)

    def close(self):
        self._check(self._library.fashion_destroy(self._handle))
        self._handle = ctypes.c_void_p()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def read_image(path):
    """The pixels of a picture, normalised as the network was trained."""
    with open(path, "rb") as file:
        match = re.fullmatch(rb"P5\s28\s28\s255\s(.{784})", file.read(), re.DOTALL)
    if not match:
        raise ValueError(f"{path}: not a PGM file of 28 x 28 pixels")
    return [(pixel / 255 - 0.2860) / 0.3530 for pixel in match[1]]


def main(library, weights, *pictures):
    with Fashion(library, weights) as model:
        for picture in pictures:
            guesses = model.classify(read_image(picture), GUESSES)
            print(picture, *(f"{GARMENTS[guess]}\t{probability:.9g}" for guess, probability in guesses), sep="\t")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(f"usage: {sys.argv[0]} LIBRARY WEIGHTS PICTURE...")
    try:
        main(*sys.argv[1:])
    except (FashionError, OSError, RuntimeError, ValueError) as error:
        sys.exit(str(error))
