"""Writes golden/odd and golden/decoded with Pillow (9.4 made those kept here). Run in this folder: python3 make_golden.py

odd/source.png, odd/grey.png: noise on a slope, so that every weight matters.
odd/NAME.WIDTHxHEIGHT-FILTER.png: resized by Image.resize.
decoded/NAME.jpg, decoded/NAME.bmp: files; decoded/NAME.FORMAT.png: what Pillow decodes them to, as RGB (grey files: as grey).
"""
import os
import random

from PIL import Image

# decoded/restart.jpg is libjpeg-turbo's: cjpeg -quality 95 -restart 2B, from colour.bmp as PPM.

random.seed(1)


def noise(mode, width, height):
    image = Image.new(mode, (width, height))
    for y in range(height):
        for x in range(width):
            slope = [x * 255 // width, y * 255 // height, 255 - x * 255 // width]
            pixel = tuple(min(255, max(0, value + random.choice((-90, -9, 0, 9, 90)))) for value in slope)
            image.putpixel((x, y), pixel if mode == "RGB" else pixel[0])
    return image


def smooth(width, height):
    image = Image.new("RGB", (width, height))
    for y in range(height):
        for x in range(width):
            image.putpixel((x, y), (x * 255 // width, y * 255 // height, (x + y) * 255 // (width + height)))
    return image


os.makedirs("odd", exist_ok=True)
os.makedirs("decoded", exist_ok=True)
for name, mode in (("source", "RGB"), ("grey", "L")):
    image = noise(mode, 37, 23)
    image.save(f"odd/{name}.png", optimize=True)
    for width, height in ((1, 1), (50, 7), (20, 41), (37, 40), (61, 23), (6, 5), (74, 46)):
        for filter in (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC):
            image.resize((width, height), filter).save(f"odd/{name}.{width}x{height}-{filter.name.lower()}.png", optimize=True)

image = smooth(45, 29)
grey = image.convert("L")
jpegs = {
    "colour": (image, dict(quality=95, subsampling=0)),
    "subsampled": (image, dict(quality=95, subsampling=2)),
    "progressive": (image, dict(quality=95, subsampling=2, progressive=True)),
    "grey": (grey, dict(quality=95)),
    "grey-progressive": (grey, dict(quality=95, progressive=True)),
    "cmyk": (image.convert("CMYK"), dict(quality=95)),
}
for name, (picture, options) in jpegs.items():
    picture.save(f"decoded/{name}.jpg", **options)
bmps = {"colour": image, "grey": grey, "palette": image.quantize(200), "bilevel": grey.convert("1"), "alpha": image.convert("RGBA")}
for name, picture in bmps.items():
    picture.save(f"decoded/{name}.bmp")
for file in sorted(os.listdir("decoded")):
    if not file.endswith(".png"):
        name, ending = os.path.splitext(file)
        decoded = Image.open(f"decoded/{file}")
        decoded.convert("L" if decoded.mode == "L" and ending == ".jpg" else "RGB").save(f"decoded/{name}.{ending[1:]}.png", optimize=True)
