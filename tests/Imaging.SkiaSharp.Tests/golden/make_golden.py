"""Writes files that SkiaSharp reads, and what Pillow (9.4 made those kept here) decodes them to. Run in this folder: python3 make_golden.py

transparent.gif: colour 2 of its palette is transparent.
NAME.webp, NAME.gif, NAME.ico: files; NAME.FORMAT.png: their pixels as Image.open(...).convert("RGB").
NAME.FORMAT.on-77.png: transparent ones composited on grey 77, by Image.alpha_composite.
"""
import io
import os
import random
import struct

from PIL import Image

random.seed(1)


def noise(mode, width, height):
    image = Image.new(mode, (width, height))
    image.putdata([tuple(random.randrange(256) for _ in mode) for _ in range(width * height)])
    return image


def smooth(width, height):
    image = Image.new("RGB", (width, height))
    image.putdata([(x * 255 // width, y * 255 // height, (x + y) * 255 // (width + height)) for y in range(height) for x in range(width)])
    return image


def exif(orientation):
    return b"MM\0\x2a" + struct.pack(">LHHHLHHL", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


transparent = noise("RGBA", 19, 11)
transparent.putalpha(Image.frombytes("L", (19, 11), bytes(random.choice((0, 1, 128, 255)) for _ in range(19 * 11))))
noise("RGB", 37, 23).save("lossless.webp", lossless=True)
transparent.save("lossless-alpha.webp", lossless=True, exact=True)
smooth(45, 29).save("lossy.webp", quality=80)
lossy = smooth(45, 29).convert("RGBA")
lossy.putalpha(Image.linear_gradient("L").resize((45, 29)))
lossy.save("lossy-alpha.webp", quality=80)
noise("RGB", 33, 31).save("lossy-noise.webp", quality=90)
smooth(45, 29).convert("L").save("grey.webp", quality=80)
noise("RGB", 7, 5).save("animated.webp", lossless=True, save_all=True, append_images=[noise("RGB", 7, 5)])
for orientation in range(1, 9):
    noise("RGB", 5, 3).save(f"oriented-{orientation}.webp", lossless=True, exif=exif(orientation))
smooth(45, 29).quantize(200).save("palette.gif")
smooth(45, 29).quantize(50).save("animated.gif", save_all=True, append_images=[smooth(45, 29).rotate(180).quantize(50)])
smooth(9, 9).quantize(4).save("transparent.gif", transparency=2)
smooth(32, 32).save("icon.ico", sizes=[(32, 32)])
Image.new("RGB", (32, 32), (10, 200, 30)).save("two-sizes.ico", sizes=[(16, 16), (32, 32)])
for name in sorted(os.listdir(".")):
    if name.endswith((".webp", ".gif", ".ico")):
        Image.open(name).convert("RGB").save(name + ".png", optimize=True)
for name in ("lossless-alpha.webp", "lossy-alpha.webp", "transparent.gif"):
    image = Image.open(name).convert("RGBA")
    ground = Image.new("RGBA", image.size, (77, 77, 77, 255))
    Image.alpha_composite(ground, image).convert("RGB").save(name + ".on-77.png", optimize=True)
