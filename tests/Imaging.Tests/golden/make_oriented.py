"""Writes golden/oriented with Pillow 9.4. Run in this folder: python3 make_oriented.py

N.jpg, N.png: a picture with orientation N in EXIF; N.jpg.png, N.png.png: ImageOps.exif_transpose of it.
  The blocks of the JPEG are of one grey each, which all decoders agree in.
places/*: where else an orientation may stand, or several of them. places.txt: each file and the orientation that Pillow goes by.
blocks.txt: blocks of EXIF, sound and damaged ones, in hexadecimal, and the orientation that Pillow finds; 0 where it finds no such tag.
"""
import io
import os
import random
import struct
import warnings
import zlib

from PIL import Image, ImageOps, PngImagePlugin

warnings.simplefilter("ignore")
random.seed(1)
TAG = 0x0112
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8}


def noise(width, height):
    image = Image.new("RGB", (width, height))
    image.putdata([tuple(random.randrange(256) for _ in range(3)) for _ in range(width * height)])
    return image


def blocks(width, height):
    image = Image.new("L", (width, height))
    for y in range(0, height, 8):
        for x in range(0, width, 8):
            image.paste(8 * random.randrange(32), (x, y, x + 8, y + 8))
    return image


def tiff(entries, order="<", magic=None, offset=8, count=None, next=0):
    """A block of EXIF. entries: (tag, type, count, value or offset as 4 bytes)."""
    head = magic or {"<": b"II\x2a\0", ">": b"MM\0\x2a"}[order]
    directory = struct.pack(order + "H", len(entries) if count is None else count)
    for tag, kind, length, value in entries:
        directory += struct.pack(order + "HHL", tag, kind, length) + value
    return head + struct.pack(order + "L", offset) + b"\xff" * (offset - 8) + directory + struct.pack(order + "L", next)


def short(value, order="<"):
    return struct.pack(order + "HH", value, 0)


def found(load):
    try:
        value = load().get(TAG)
    except Exception:
        return 0
    if value is None:
        return 0
    return value if type(value) is int and 1 <= value <= 8 else 1


def in_block(block):
    def load():
        exif = Image.Exif()
        exif.load(block)
        return exif

    return found(load)


os.makedirs("oriented/places", exist_ok=True)
for n in range(1, 9):
    exif = tiff([(TAG, 3, 1, short(n, "<>"[n % 2]))], "<>"[n % 2])
    blocks(45, 29).save(f"oriented/{n}.jpg", quality=95, exif=b"Exif\0\0" + exif)
    noise(37, 23).save(f"oriented/{n}.png", exif=exif)
    for kind in ("jpg", "png"):
        ImageOps.exif_transpose(Image.open(f"oriented/{n}.{kind}")).save(f"oriented/{n}.{kind}.png", exif=b"", optimize=True)

# Places.
SIX, EIGHT = (tiff([(TAG, 3, 1, short(n))]) for n in (6, 8))
NONE = tiff([(0x0110, 3, 1, short(9))])
WRONG = tiff([(TAG, 3, 1, short(9))])


def write(name, content):
    with open(f"oriented/places/{name}", "wb") as file:
        file.write(content)


def app1(payload):
    return b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload


buffer = io.BytesIO()
blocks(16, 8).save(buffer, "jpeg")
JPEG = buffer.getvalue()
XMP = '<x:xmpmeta><rdf:Description tiff:Orientation="%d"/></x:xmpmeta>'


def jpeg(*segments, behind=b""):
    frame = JPEG.index(b"\xff\xc0")
    scan = JPEG.index(b"\xff\xda")
    return JPEG[:2] + b"".join(segments) + JPEG[2:frame] + behind + JPEG[frame:scan] + JPEG[scan:]


write("first-of-two.jpg", jpeg(app1(b"Exif\0\0" + SIX), app1(b"Exif\0\0" + EIGHT)))
write("first-is-damaged.jpg", jpeg(app1(b"Exif\0\0" + SIX[:11]), app1(b"Exif\0\0" + EIGHT)))
write("first-is-empty.jpg", jpeg(app1(b"Exif\0\0"), app1(b"Exif\0\0" + EIGHT)))
write("xmp-before.jpg", jpeg(app1(b"http://ns.adobe.com/xap/1.0/\0" + (XMP % 3).encode()), app1(b"Exif\0\0" + EIGHT)))
write("xmp-alone.jpg", jpeg(app1(b"http://ns.adobe.com/xap/1.0/\0" + (XMP % 3).encode())))
write("behind-the-tables.jpg", jpeg(behind=app1(b"Exif\0\0" + SIX)))
write("behind-the-scan.jpg", JPEG[:-2] + app1(b"Exif\0\0" + SIX) + JPEG[-2:])
write("one-zero.jpg", jpeg(app1(b"Exif\0" + SIX)))
write("other-byte.jpg", jpeg(app1(b"Exif\0\1" + SIX)))
write("no-tag.jpg", jpeg(app1(b"Exif\0\0" + NONE)))

buffer = io.BytesIO()
noise(3, 2).save(buffer, "png")
PNG = buffer.getvalue()


def chunk(kind, content):
    return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))


def png(*chunks, behind=b""):
    pixels = PNG.index(b"IDAT") - 4
    end = PNG.index(b"IEND") - 4
    return PNG[:pixels] + b"".join(chunks) + PNG[pixels:end] + behind + PNG[end:]


def profile(block):
    digits = (b"Exif\0\0" + block).hex()
    lines = "\n".join(digits[i : i + 72] for i in range(0, len(digits), 72))
    return f"\nexif\n{len(digits) // 2:8}\n{lines}\n".encode()


RAW = b"Raw profile type exif\0"
KEY = b"XML:com.adobe.xmp\0"
write("behind-the-pixels.png", png(behind=chunk(b"eXIf", SIX)))
write("last-of-two.png", png(chunk(b"eXIf", EIGHT), chunk(b"eXIf", SIX)))
write("before-the-pixels-and-behind.png", png(chunk(b"eXIf", SIX), behind=chunk(b"eXIf", EIGHT)))
write("with-the-name-of-jpeg.png", png(chunk(b"eXIf", b"Exif\0\0" + SIX)))
write("profile-as-text.png", png(chunk(b"tEXt", RAW + profile(SIX))))
write("profile-deflated.png", png(chunk(b"zTXt", RAW + b"\0" + zlib.compress(profile(SIX)))))
write("profile-behind-the-pixels.png", png(behind=chunk(b"zTXt", RAW + b"\0" + zlib.compress(profile(SIX)))))
write("profile-and-exif.png", png(chunk(b"eXIf", EIGHT), chunk(b"tEXt", RAW + profile(SIX))))
write("profile-and-empty-exif.png", png(chunk(b"eXIf", b""), chunk(b"tEXt", RAW + profile(SIX))))
write("profile-with-odd-digits.png", png(chunk(b"tEXt", RAW + profile(SIX) + b"0")))
write("profile-that-is-no-number.png", png(chunk(b"tEXt", RAW + profile(SIX) + b"x0")))
write("profile-in-one-line.png", png(chunk(b"tEXt", RAW + b"exif")))
write("profile-not-deflated.png", png(chunk(b"zTXt", RAW + b"\0" + profile(SIX))))
write("profile-too-large.png", png(chunk(b"zTXt", RAW + b"\0" + zlib.compress(profile(SIX) + b"\n" * (1 << 20)))))
write("xmp.png", png(chunk(b"iTXt", KEY + b"\0\0\0\0" + (XMP % 3).encode())))
write("xmp-deflated.png", png(chunk(b"iTXt", KEY + b"\1\0en\0\0" + zlib.compress((XMP % 3).encode()))))
write("xmp-as-element.png", png(chunk(b"iTXt", KEY + b"\0\0\0\0<tiff:Orientation>7</tiff:Orientation>")))
write("xmp-second.png", png(chunk(b"iTXt", KEY + b"\0\0\0\0tiff:Orientation='2' tiff:Orientation=\"9\" tiff:Orientation=\"4\"")))
write("xmp-third.png", png(chunk(b"iTXt", KEY + b"\0\0\0\0tiff:Orientation='2' tiff:Orientation=\"x\" tiff:Orientation=\"4\"")))
write("xmp-and-exif.png", png(chunk(b"eXIf", SIX), chunk(b"iTXt", KEY + b"\0\0\0\0" + (XMP % 3).encode())))
write("xmp-and-exif-without-tag.png", png(chunk(b"eXIf", NONE), chunk(b"iTXt", KEY + b"\0\0\0\0" + (XMP % 3).encode())))
write("xmp-and-wrong-exif.png", png(chunk(b"eXIf", WRONG), chunk(b"iTXt", KEY + b"\0\0\0\0" + (XMP % 3).encode())))
write("other-texts.png", png(chunk(b"tEXt", b"exif-orientation\0" + profile(SIX)), chunk(b"tEXt", b"Software\0tiff:Orientation=\"3\"")))
with open("oriented/places.txt", "w") as places:
    for name in sorted(os.listdir("oriented/places")):
        orientation = found(lambda: Image.open(f"oriented/places/{name}").getexif())
        places.write(f"{name} {max(orientation, 1)}\n")

# Blocks.
cases = [SIX, EIGHT, NONE, WRONG, b"", b"II", SIX[:8], SIX[:9], SIX[:10], SIX[:21], SIX[:22]]
for order in "<>":
    for value in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 256, 0x0600, 65535):
        cases.append(tiff([(TAG, 3, 1, short(value, order))], order))
    for magic in (b"II\x2a\0", b"II\0\x2a", b"MM\0\x2a", b"MM\x2a\0", b"II\x2b\0", b"IM\x2a\0", b"\0\0\x2a\0"):
        cases.append(tiff([(TAG, 3, 1, short(6, order))], order, magic))
    for kind in range(0, 20):
        size = SIZES.get(kind, 4)
        for count in (0, 1, 2, 3, 1 << 16, 1 << 30, (1 << 32) - 1):
            one = (6).to_bytes(size, "little" if order == "<" else "big")
            if size * count <= 4:
                cases.append(tiff([(TAG, kind, count, (one * count).ljust(4, b"\0"))], order))
            else:
                block = tiff([(TAG, kind, count, struct.pack(order + "L", 26))], order)
                cases += [block, block + one * min(count, 3), (block + one * min(count, 3))[:-1]]
    for offset in (0, 1, 4, 9, 10, 27, 255, 1 << 31, (1 << 32) - 1):
        block = bytearray(tiff([(TAG, 3, 1, short(6, order))], order, offset=min(offset, 300) if offset > 8 else 8))
        block[4:8] = struct.pack(order + "L", offset)
        cases.append(bytes(block))
    for count in (0, 1, 2, 3, 65535):
        cases.append(tiff([(0x0110, 3, 1, short(1, order)), (TAG, 3, 1, short(6, order))], order, count=count))
    # A directory that leads to itself, twice the tag, values outside of the block before and behind it.
    cases.append(tiff([(TAG, 3, 1, short(6, order))], order, next=8))
    cases.append(tiff([(TAG, 3, 1, short(6, order)), (TAG, 3, 1, short(8, order))], order))
    cases.append(tiff([(TAG, 3, 1, short(6, order)), (TAG, 3, 0, short(8, order))], order))
    for kind, count in ((2, 5), (2, 1 << 31), (7, (1 << 32) - 1), (99, 1 << 31), (5, 0), (12, 1 << 29)):
        far = (0x010F, kind, count, struct.pack(order + "L", (1 << 32) - 1))
        cases.append(tiff([far, (TAG, 3, 1, short(6, order))], order))
        cases.append(tiff([(TAG, 3, 1, short(6, order)), far], order))
for _ in range(600):
    order = random.choice("<>")
    entries = []
    for tag in sorted(random.choices((0x0100, 0x010F, 0x0110, TAG, TAG, 0x0131, 0x8769), k=random.randrange(1, 5))):
        kind = random.choice((2, 3, 3, 3, 4, 8, 9, 13, 16))
        count = random.choice((0, 1, 1, 1, 2, 3, 9))
        value = struct.pack(order + "L", random.randrange(70)) if random.random() < 0.3 else short(random.randrange(10), order)
        if kind != 3 and random.random() < 0.5:
            value = struct.pack(order + "L", random.randrange(10))
        entries.append((tag, kind, count, value))
    block = bytearray(tiff(entries, order, count=len(entries) + random.choice((-1, 0, 0, 1))) + bytes(random.randrange(9) for _ in range(random.randrange(30))))
    for _ in range(random.choice((0, 0, 1, 3))):
        block[random.randrange(len(block))] = random.choice((0, 1, 3, 6, 8, 255, random.randrange(256)))
    cases.append(bytes(block[: random.randrange(len(block))] if random.random() < 0.1 else block))
with open("oriented/blocks.txt", "w") as file:
    for block in cases:
        file.write(f"{in_block(block)} {block.hex()}\n")
