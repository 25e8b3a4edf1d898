"""Writes backgrounds.json: small PNG files with transparent pixels of every kind, and what Pillow's alpha_composite makes of them on opaque
grounds (9.4 made those kept here).
Run in this folder: python3 make_backgrounds.py

A case has its file, its size, and for each level of the ground the red, green and blue of its pixels, all as zlib and base64.
Alpha comes from Pillow too. Only the transparent colour of pictures of other than 8 bits is by the definition of the format, because Pillow
9.4 compares it with samples of 8 bits.
"""
import base64
import io
import json
import random
import struct
import zlib

from PIL import Image

random.seed(1)
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
SAMPLES = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
WIDTH, HEIGHT = 13, 9
GROUNDS = (0, 77, 255)
cases = {}


def packed(content):
    return base64.b64encode(zlib.compress(content, 9)).decode()


def chunk(kind, content):
    tagged = kind + content
    return struct.pack(">I", len(content)) + tagged + struct.pack(">I", zlib.crc32(tagged))


def packed_row(pixels, depth):
    bits = "".join(f"{sample:0{depth}b}" for pixel in pixels for sample in pixel)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def png(rows, colour, depth, interlaced, *chunks):
    data = b""
    for left, top, column_step, row_step in ADAM7 if interlaced else ((0, 0, 1, 1),):
        for row in rows[top::row_step]:
            data += b"\0" + packed_row(row[left::column_step], depth)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, interlaced)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(chunks) + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))


def noise(depth, samples):
    edges = (0, 1, (1 << depth) - 2, (1 << depth) - 1)
    return [[tuple(random.choice(edges) if random.random() < 0.3 else random.randrange(1 << depth) for _ in range(samples))
             for _ in range(WIDTH)] for _ in range(HEIGHT)]


def by_definition(rows, depth, key):
    """Red, green, blue and alpha of 8 bits."""
    pixels = [pixel for row in rows for pixel in row]
    to_byte = (lambda sample: sample >> 8) if depth == 16 else (lambda sample: sample * 255 // ((1 << depth) - 1))
    image = Image.new("RGBA", (WIDTH, HEIGHT))
    image.putdata([tuple(to_byte(sample) for sample in (pixel * 3)[:3]) + (0 if pixel == key else 255,) for pixel in pixels])
    return image


def add(name, file, image=None):
    by_pillow = Image.open(io.BytesIO(file))
    if image is None:
        image = by_pillow.convert("RGBA")
    else:
        assert by_pillow.size == image.size
    assert len(set(image.getchannel("A").getdata())) > 1, name
    grounds = {level: Image.alpha_composite(Image.new("RGBA", image.size, (level, level, level, 255)), image) for level in GROUNDS}
    cases[name] = {"file": packed(file), "size": image.size,
                   "pixels": {level: packed(shown.convert("RGB").tobytes()) for level, shown in grounds.items()}}


for interlaced in (0, 1):
    end = ", interlaced" if interlaced else ""
    for colour, depth in ((GREY_ALPHA, 8), (GREY_ALPHA, 16), (RGBA, 8), (RGBA, 16)):
        add(f"colour {colour}, {depth} bits{end}", png(noise(depth, SAMPLES[colour]), colour, depth, interlaced))
    for depth in (1, 2, 4, 8):
        colours = chunk(b"PLTE", random.randbytes(3 << depth))
        for alphas in sorted({1, 2, 1 << depth}):
            transparency = bytes([0]) + random.randbytes(alphas - 1)
            rows = [[(0,), *row[1:]] for row in noise(depth, 1)]
            add(f"palette, {depth} bits, {alphas} alphas{end}",
                png(rows, PALETTE, depth, interlaced, colours, chunk(b"tRNS", transparency)))
    for colour, depth in ((GREY, 1), (GREY, 2), (GREY, 4), (GREY, 8), (GREY, 16), (RGB, 8), (RGB, 16)):
        rows = noise(depth, SAMPLES[colour])
        key = tuple(random.randrange(1, 1 << depth) for _ in range(SAMPLES[colour]))
        near = (key[0] ^ 1,) + key[1:]  # With 16 bits, the same in 8.
        for row in rows:
            row[3], row[4], row[7] = key, near, key[:-1] + (key[-1] ^ 1,)
        transparency = chunk(b"tRNS", struct.pack(f">{len(key)}H", *key))
        image = by_definition(rows, depth, key)
        if depth == 8:
            assert image.tobytes() == Image.open(io.BytesIO(png(rows, colour, depth, 0, transparency))).convert("RGBA").tobytes()
        add(f"transparent colour {colour}, {depth} bits{end}", png(rows, colour, depth, interlaced, transparency), image)

# A transparent colour has 16 bits always: those beyond the samples' do not count.
rows = noise(4, 1)
rows[0][0] = (5,)
add("transparent colour 0, 4 bits, with bits beyond", png(rows, GREY, 4, 0, chunk(b"tRNS", b"\x12\xf5")), by_definition(rows, 4, (5,)))
rows = noise(8, 1)
rows[0][0] = (5,)
add("transparent colour 0, 8 bits, with bits beyond", png(rows, GREY, 8, 0, chunk(b"tRNS", b"\x12\x05")), by_definition(rows, 8, (5,)))

# Beyond the end of a palette is a grey ramp, and it may have alphas.
rows = noise(8, 1)
add("palette shorter than its alphas",
    png(rows, PALETTE, 8, 0, chunk(b"PLTE", random.randbytes(30)), chunk(b"tRNS", random.randbytes(256))))

with open("backgrounds.json", "w") as file:
    json.dump(cases, file, indent=0)
    file.write("\n")
