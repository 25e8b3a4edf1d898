"""Writes cases.json: small PNG and BMP files of every kind, sound and damaged, and what Pillow makes of them (9.4 made those kept here).
Writes shortest.json: to how many bytes files of the other folders can be cut until Pillow refuses them.
Run in this folder: python3 make_cases.py

A case has its file and the red, green and blue of its pixels, as zlib and base64, and its size, or says "refused" where Pillow does not
read it.
Where the pixels come from the format's definition instead, because Pillow 9.4 reads them wrongly or not at all, "by" is "definition".
"""
import base64
import glob
import io
import json
import random
import struct
import zlib

from PIL import Image

random.seed(1)
cases = {}


def add(name, file, by_definition=None):
    """by_definition: the size and the pixels, or None to ask Pillow."""
    assert name not in cases, name
    case = {"file": packed(file)}
    if by_definition:
        case["by"] = "definition"
        case["size"], pixels = by_definition
        case["pixels"] = packed(pixels)
    else:
        try:
            image = Image.open(io.BytesIO(file))
            image.load()
            case["size"] = image.size
            case["pixels"] = packed(pixels_of(image))
        except Exception:
            case["refused"] = True
    cases[name] = case


def packed(content):
    return base64.b64encode(zlib.compress(content, 9)).decode()


def pixels_of(image):
    if image.mode == "I":  # 16 bits of grey: their high 8 bits.
        high = image.tobytes()[1::4]
        return bytes(value for value in high for _ in range(3))
    return image.convert("RGB").tobytes()


# ---- PNG

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
SAMPLES = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}
KINDS = [(GREY, 1), (GREY, 2), (GREY, 4), (GREY, 8), (GREY, 16), (RGB, 8), (RGB, 16), (PALETTE, 1), (PALETTE, 2), (PALETTE, 4),
         (PALETTE, 8), (GREY_ALPHA, 8), (GREY_ALPHA, 16), (RGBA, 8), (RGBA, 16)]
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(kind, content, checksum=None):
    tagged = kind.encode() + content
    return struct.pack(">I", len(content)) + tagged + struct.pack(">I", zlib.crc32(tagged) if checksum is None else checksum)


def header(width, height, depth, colour, interlaced=0, filtering=0, compression=0):
    return chunk("IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, compression, filtering, interlaced))


def png(*chunks):
    return SIGNATURE + b"".join(chunks)


def filtered_noise(width, height, colour, depth, interlaced, filters):
    """Rows of noise; each has the next of the filters, over and over."""
    passes = ADAM7 if interlaced else ((0, 0, 1, 1),)
    rows, data = 0, b""
    for left, top, column_step, row_step in passes:
        columns = (width - left + column_step - 1) // column_step
        if columns > 0:
            for _ in range((height - top + row_step - 1) // row_step):
                data += bytes([filters[rows % len(filters)]]) + random.randbytes((columns * SAMPLES[colour] * depth + 7) // 8)
                rows += 1
    return data


END = chunk("IEND", b"")
for colour, depth in KINDS:
    for interlaced in (0, 1):
        for width, height in ((13, 11), (1, 1), (3, 2), (37, 6)):
            palette = [chunk("PLTE", random.randbytes(3 << depth))] if colour == PALETTE else []
            data = zlib.compress(filtered_noise(width, height, colour, depth, interlaced, [1, 2, 3, 4, 0, 4, 3, 2, 1]))
            add(f"png/colour {colour}, {depth} bits, interlaced {interlaced}, {width}x{height}",
                png(header(width, height, depth, colour, interlaced), *palette, chunk("IDAT", data), END))
for filter in range(5):
    data = zlib.compress(filtered_noise(50, 4, RGB, 8, 0, [filter]))
    add(f"png/filter {filter} alone", png(header(50, 4, 8, RGB), chunk("IDAT", data), END))

GREY_2X2 = header(2, 2, 8, GREY)
PALETTE_2X2 = header(2, 2, 8, PALETTE)
COLOURS = chunk("PLTE", bytes(range(10, 160, 10)))
ROWS = b"\0\1\2\0\3\4"
DATA = zlib.compress(ROWS)
IDAT = chunk("IDAT", DATA)
SHORT = zlib.compress(ROWS[:3])


def grey(*chunks):
    return png(GREY_2X2, *chunks)


for name, file in {
    "no end chunk": grey(IDAT),
    "surplus row": grey(chunk("IDAT", zlib.compress(ROWS + ROWS)), END),
    "surplus row of an unknown filter": grey(chunk("IDAT", zlib.compress(ROWS + b"\7\1\2")), END),
    "surplus row, wrong checksum of the data": grey(chunk("IDAT", zlib.compress(ROWS + ROWS)[:-1] + b"x"), END),
    "surplus bytes behind the data": grey(chunk("IDAT", DATA + b"abcd"), END),
    "bytes behind the end": grey(IDAT, END, b"junk"),
    "wrong checksum of the data": grey(chunk("IDAT", DATA[:-1] + b"x"), END),
    "wrong checksum of the data in a chunk of its own": grey(chunk("IDAT", DATA[:-4]), chunk("IDAT", b"abcd"), END),
    "wrong checksum of the data, a byte of it in the next chunk": grey(chunk("IDAT", DATA[:-1]), chunk("IDAT", b"x"), END),
    "data ends behind the first row": grey(chunk("IDAT", SHORT), END),
    "data ends behind the first row, its checksum in another chunk": grey(chunk("IDAT", SHORT[:-4]), chunk("IDAT", SHORT[-4:]), END),
    "data ends behind the first row with a wrong checksum": grey(chunk("IDAT", SHORT[:-1] + b"x"), END),
    "data ends within the second row": grey(chunk("IDAT", zlib.compress(ROWS[:4])), END),
    "data ends before the first row": grey(chunk("IDAT", zlib.compress(b"")), END),
    "data of a palette ends behind the first row": png(PALETTE_2X2, COLOURS, chunk("IDAT", SHORT), END),
    "data ends behind the first pass": png(header(3, 3, 8, GREY, 1), chunk("IDAT", zlib.compress(b"\0\7")), END),
    "data of a palette ends behind the first pass":
        png(header(3, 3, 8, PALETTE, 1), COLOURS, chunk("IDAT", zlib.compress(b"\0\7")), END),
    "no data": grey(END),
    "no chunk behind the header": grey(),
    "data split at each byte": grey(*[chunk("IDAT", DATA[i:i + 1]) for i in range(len(DATA))], END),
    "empty data chunks": grey(chunk("IDAT", b""), chunk("IDAT", DATA[:3]), chunk("IDAT", b""), chunk("IDAT", DATA[3:]), END),
    "a chunk within the data": grey(chunk("IDAT", DATA[:3]), chunk("tEXt", b"a\0b"), chunk("IDAT", DATA[3:]), END),
    "a chunk within the checksum of the data": grey(chunk("IDAT", DATA[:-3]), chunk("tEXt", b"a\0b"), chunk("IDAT", DATA[-3:]), END),
    "data chunk longer than the file": grey(b"\xff\xff\xff\xffIDAT" + DATA),
    "data chunk that says to be shorter": grey(struct.pack(">I", 5) + b"IDAT" + DATA + b"\0\0\0\0", END),
    "data with a preset dictionary": grey(chunk("IDAT", b"\x78\x20\0\0\0\1" + DATA[2:]), END),
    "data without zlib's header": grey(chunk("IDAT", DATA[2:-4]), END),
    "Apple's variant": png(chunk("CgBI", b"\x50\0\x20\2"), GREY_2X2, chunk("IDAT", DATA[2:-4]), END),
    "Apple's chunk alone": png(chunk("CgBI", b"\x50\0\x20\2"), GREY_2X2, IDAT, END),
    "wrong checksum of the header": png(chunk("IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0), 5), IDAT, END),
    "wrong checksum of the palette": png(PALETTE_2X2, chunk("PLTE", b"abc", 5), IDAT, END),
    "wrong checksum of an ancillary chunk": grey(chunk("tEXt", b"a\0b", 5), IDAT, END),
    "wrong checksum of an unknown chunk": grey(chunk("abCd", b"a", 5), IDAT, END),
    "wrong checksum of an ancillary chunk behind the data": grey(IDAT, chunk("tEXt", b"a\0b", 5), END),
    "wrong checksum of a data chunk": grey(chunk("IDAT", DATA, 5), END),
    "wrong checksum of the end": grey(IDAT, chunk("IEND", b"", 5)),
    "unknown ancillary chunk": grey(chunk("abCd", b"a"), IDAT, END),
    "unknown critical chunk": grey(chunk("ABCD", b"a"), IDAT, END),
    "unknown critical chunk behind the data": grey(IDAT, chunk("ABCD", b"a"), END),
    "no type of a chunk": grey(chunk("a-Cd", b"a"), IDAT, END),
    "no type of a chunk behind the data": grey(IDAT, chunk("a-Cd", b"a"), END),
    "cut within a chunk behind the data": grey(IDAT, chunk("tEXt", b"hello")[:-7]),
    "cut within the checksum of a chunk behind the data": grey(IDAT, chunk("tEXt", b"hello")[:-2]),
    "cut within the length of a chunk behind the data": grey(IDAT, b"\0\0"),
    "palette": png(PALETTE_2X2, COLOURS, IDAT, END),
    "palette missing": png(PALETTE_2X2, IDAT, END),
    "palette behind the data": png(PALETTE_2X2, IDAT, COLOURS, END),
    "palette before the header": png(COLOURS, PALETTE_2X2, IDAT, END),
    "palette empty": png(PALETTE_2X2, chunk("PLTE", b""), IDAT, END),
    "palette of a part of a colour": png(PALETTE_2X2, chunk("PLTE", b"ab"), IDAT, END),
    "palette of a colour and a part": png(PALETTE_2X2, chunk("PLTE", b"abcdefgh"), IDAT, END),
    "palette of 256 colours and a part": png(PALETTE_2X2, chunk("PLTE", b"abc" * 256 + b"d"), IDAT, END),
    "palette of 257 colours": png(PALETTE_2X2, chunk("PLTE", b"abc" * 257), IDAT, END),
    "palette twice": png(PALETTE_2X2, COLOURS, chunk("PLTE", b"abcdef"), IDAT, END),
    "palette of 257 colours in a grey picture": grey(chunk("PLTE", b"abc" * 257), IDAT, END),
    "palette of 1 bit with one colour": png(header(2, 1, 1, PALETTE), chunk("PLTE", b"abc"), chunk("IDAT", zlib.compress(b"\0\x40")), END),
    "transparent entry": png(PALETTE_2X2, COLOURS, chunk("tRNS", b"\xff\0"), IDAT, END),
    "translucent entries": png(PALETTE_2X2, COLOURS, chunk("tRNS", b"\0\1\2"), IDAT, END),
    "transparent grey": grey(chunk("tRNS", b"\0\2"), IDAT, END),
    "transparent colour": png(header(1, 1, 8, RGB), chunk("tRNS", b"\0\1\0\2\0\3"), chunk("IDAT", zlib.compress(b"\0\1\2\3")), END),
    "unknown filter": grey(chunk("IDAT", zlib.compress(b"\5\1\2\0\3\4")), END),
    "unknown filter in the second row": grey(chunk("IDAT", zlib.compress(b"\0\1\2\5\3\4")), END),
    "compression method 1": png(header(2, 2, 8, GREY, compression=1), IDAT, END),
    "filter method 1": png(header(2, 2, 8, GREY, filtering=1), IDAT, END),
    "interlace method 2": png(header(2, 2, 8, GREY, 2), chunk("IDAT", zlib.compress(b"\0\1\0\2\0\3\4")), END),
    "colour type 1": png(header(2, 2, 8, 1), IDAT, END),
    "3 bits": png(header(2, 2, 3, GREY), IDAT, END),
    "4 bits a colour": png(header(2, 2, 4, RGB), IDAT, END),
    "no columns": png(header(0, 2, 8, GREY), IDAT, END),
    "header of 12 bytes": png(chunk("IHDR", struct.pack(">IIBBBB", 2, 2, 8, 0, 0, 0)), IDAT, END),
    "header of 14 bytes": png(chunk("IHDR", struct.pack(">IIBBBBBB", 2, 2, 8, 0, 0, 0, 0, 1)), IDAT, END),
    "header twice": png(header(3, 3, 8, RGB), GREY_2X2, IDAT, END),
    "header missing": png(IDAT, END),
    "header behind a text": png(chunk("tEXt", b"a\0b"), GREY_2X2, IDAT, END),
    "header behind data": png(IDAT, GREY_2X2, chunk("IDAT", zlib.compress(b"\0\7\7\0\7\7")), END),
    "animation, first picture": grey(
        chunk("acTL", struct.pack(">II", 2, 0)), chunk("fcTL", struct.pack(">IIIIIHHBB", 0, 2, 2, 0, 0, 1, 10, 0, 0)), IDAT,
        chunk("fcTL", struct.pack(">IIIIIHHBB", 1, 2, 2, 0, 0, 1, 10, 0, 0)),
        chunk("fdAT", b"\0\0\0\2" + zlib.compress(b"\0\7\7\0\7\7")), END),
    "animation, a picture beside it": grey(
        chunk("acTL", struct.pack(">II", 1, 0)), IDAT, chunk("fcTL", struct.pack(">IIIIIHHBB", 0, 2, 2, 0, 0, 1, 10, 0, 0)),
        chunk("fdAT", b"\0\0\0\1" + zlib.compress(b"\0\7\7\0\7\7")), END),
    "animation, cut within its second picture": grey(
        chunk("acTL", struct.pack(">II", 2, 0)), chunk("fcTL", struct.pack(">IIIIIHHBB", 0, 2, 2, 0, 0, 1, 10, 0, 0)), IDAT,
        chunk("fcTL", struct.pack(">IIIIIHHBB", 1, 2, 2, 0, 0, 1, 10, 0, 0)), chunk("fdAT", b"\0\0\0\2" + bytes(20))[:-9]),
}.items():
    add("png/" + name, file)

add("png/data ends behind the third of five rows",
    png(header(2, 5, 8, GREY), chunk("IDAT", zlib.compress(b"\0\1\2\0\3\4\0\5\6")), END))

# Inflaters are fed in blocks: here one of 8192 bytes ends with the last row, before the checksum.
LONG = b"\0\1\2\3\4" * 1637


def stored(content, last=True, checksum=None):
    """zlib without compression; without a checksum if it is not the last block."""
    checksum = struct.pack(">I", zlib.adler32(content)) if checksum is None else checksum
    return b"\x78\1" + struct.pack("<BHH", last, len(content), len(content) ^ 0xFFFF) + content + (checksum if last else b"")


assert len(stored(LONG, last=False)) == 8192
for name, data in {
    "right checksum": stored(LONG),
    "wrong checksum": stored(LONG, checksum=b"abcd"),
    "damage": stored(LONG, last=False) + b"\7",
    "a surplus row": stored(LONG, last=False) + stored(b"\0\1\2\3\4")[2:-4] + b"abcd",
    "a surplus byte and damage": stored(LONG, last=False) + stored(b"\0", last=False)[2:] + b"\7",
}.items():
    add(f"png/a block ends with the last row, behind it {name}", png(header(4, 1637, 8, GREY), chunk("IDAT", data), END))
    add(f"png/a block ends with the last row, behind it in another chunk {name}",
        png(header(4, 1637, 8, GREY), chunk("IDAT", data[:8192]), chunk("IDAT", data[8192:]), END))
add("png/a surplus byte and damage", grey(chunk("IDAT", stored(ROWS, last=False) + stored(b"\0", last=False)[2:] + b"\7"), END))
add("png/damage behind the last row", grey(chunk("IDAT", stored(ROWS, last=False) + b"\7"), END))
random.seed(2)

whole = grey(chunk("IDAT", DATA), END)
for length in range(8, len(whole)):
    add(f"png/cut to {length} bytes", whole[:length])

# Pillow refuses these for what metadata says, which no pixel comes from.
for name, file in {
    "transparent colour without a value": grey(chunk("tRNS", b""), IDAT, END),
    "gamma without a value": grey(chunk("gAMA", b""), IDAT, END),
    "gamma without a value behind the data": grey(IDAT, chunk("gAMA", b""), END),
    "text that inflates to more than a mebibyte": grey(chunk("zTXt", b"a\0\0" + zlib.compress(bytes(2 << 20))), IDAT, END),
    "animation that begins with number 1":
        grey(chunk("fcTL", struct.pack(">IIIIIHHBB", 1, 2, 2, 0, 0, 1, 10, 0, 0)), IDAT, END),
}.items():
    add("png/" + name, file, ((2, 2), bytes([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4])))

# ---- BMP

NO_COMPRESSION, RLE8, RLE4, BITFIELDS = range(4)
CORE, INFO = 12, 40


def bmp(width, height, bits, pixels, palette=b"", header=INFO, compression=NO_COMPRESSION, colours=0, masks=b"", gap=b"", start=None):
    """height: negative for rows from the top. start: where the file says that the pixels begin."""
    if header == CORE:
        info = struct.pack("<IHHHH", CORE, width, height, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, len(pixels), 2835, 2835, colours, 0)
        info = (info + (b"" if header == INFO else masks) + bytes(header))[:header]
    before = info + (masks if header == INFO else b"") + palette + gap
    start = 14 + len(before) if start is None else start
    return b"BM" + struct.pack("<IHHI", 14 + len(before) + len(pixels), 0, 0, start) + before + pixels


def noise(width, height, bits):
    return random.randbytes((width * bits + 31) // 32 * 4 * height)


def ramp(colours, entry=4):
    return b"".join(bytes([i % 256] * 3) + bytes(entry - 3) for i in range(colours))


def masks(*values):
    return struct.pack("<%dI" % len(values), *values)


for bits in (1, 4, 8, 16, 24, 32):
    for size in (CORE, INFO, 64, 108, 124):
        for width, height in ((13, 5), (1, 2)):
            entry = 3 if size == CORE else 4
            palette = random.randbytes(entry << bits) if bits <= 8 else b""
            add(f"bmp/{bits} bits, header of {size} bytes, {width}x{height}",
                bmp(width, height, bits, noise(width, height, bits), palette, size))
    palette = random.randbytes(4 << bits) if bits <= 8 else b""
    pixels = noise(5, 3, bits)
    plain = bmp(5, 3, bits, pixels, palette)
    add(f"bmp/{bits} bits from the top", bmp(5, -3, bits, pixels, palette))
    add(f"bmp/{bits} bits behind a gap", bmp(5, 3, bits, pixels, palette, gap=b"gap"))
    add(f"bmp/{bits} bits, pixels said to begin at 0", bmp(5, 3, bits, pixels, palette, start=0))
    add(f"bmp/{bits} bits, pixels said to begin behind the header", bmp(5, 3, bits, pixels, palette, start=54))
    add(f"bmp/{bits} bits, pixels said to begin beyond the file", bmp(5, 3, bits, pixels, palette, start=1 << 20))
    for missing in range(1, 5):
        add(f"bmp/{bits} bits, {missing} bytes missing", plain[:-missing])

for name, values in {"565": (0xF800, 0x7E0, 0x1F), "555": (0x7C00, 0x3E0, 0x1F)}.items():
    for size in (INFO, 108):
        every = struct.pack("<256H", *random.sample(range(65536), 256))
        add(f"bmp/16 bits {name}, header of {size} bytes",
            bmp(64, 4, 16, every, header=size, compression=BITFIELDS, masks=masks(*values)))
add("bmp/24 bits with masks", bmp(3, 2, 24, noise(3, 2, 24), compression=BITFIELDS, masks=masks(0xFF0000, 0xFF00, 0xFF)))
for values in ((0xFF0000, 0xFF00, 0xFF, 0), (0xFF000000, 0xFF0000, 0xFF00, 0), (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
               (0xFF, 0xFF00, 0xFF0000, 0xFF000000), (0xFF0000, 0xFF00, 0xFF, 0xFF000000), (0, 0, 0, 0)):
    name = ", ".join(f"{value:08X}" for value in values)
    add(f"bmp/32 bits with masks {name}", bmp(3, 2, 32, noise(3, 2, 32), header=124, compression=BITFIELDS, masks=masks(*values)))
    if values[3] == 0:
        add(f"bmp/32 bits with masks {name} behind the header",
            bmp(3, 2, 32, noise(3, 2, 32), compression=BITFIELDS, masks=masks(*values[:3])))
for name, values in {"with a gap": (0xF00F00, 0xFF00, 0xFF), "one of them empty": (0, 0xFF00, 0xFF)}.items():
    add(f"bmp/32 bits with masks {name}", bmp(3, 2, 32, noise(3, 2, 32), compression=BITFIELDS, masks=masks(*values)))
add("bmp/16 bits with masks beyond them", bmp(3, 2, 16, noise(3, 2, 16), compression=BITFIELDS, masks=masks(0xFF0000, 0xFF00, 0xFF)))
add("bmp/8 bits with masks",
    bmp(3, 2, 8, noise(3, 2, 8), random.randbytes(1024), compression=BITFIELDS, masks=masks(0xFF0000, 0xFF00, 0xFF)))

for colours in (1, 2, 3, 20, 255, 256):
    add(f"bmp/8 bits, {colours} colours, indices beyond",
        bmp(40, 20, 8, noise(40, 20, 8), random.randbytes(4 * colours), colours=colours))
for colours in (3, 16, 100):
    add(f"bmp/4 bits, {colours} colours", bmp(40, 5, 4, noise(40, 5, 4), random.randbytes(4 * colours), colours=colours))
for bits in (1, 4, 8):
    add(f"bmp/{bits} bits, 257 colours", bmp(5, 3, bits, noise(5, 3, bits), random.randbytes(4 * 257), colours=257))
    add(f"bmp/{bits} bits, 65537 colours", bmp(5, 3, bits, noise(5, 3, bits), random.randbytes(4 << bits), colours=65537))
    add(f"bmp/{bits} bits, palette goes into the pixels",
        bmp(9, 3, bits, noise(9, 3, bits), random.randbytes(4 << bits), start=54 + (4 << bits) - 6))
    add(f"bmp/{bits} bits, palette goes beyond the file", bmp(3, 2, bits, noise(3, 2, bits), b"abcdefgh", colours=100))
    add(f"bmp/{bits} bits, colours said to be millions", bmp(3, 2, bits, noise(3, 2, bits), b"abcdefgh", colours=1 << 31))
add("bmp/8 bits, grey", bmp(40, 5, 8, noise(40, 5, 8), ramp(256)))
add("bmp/8 bits, grey beyond 256", bmp(5, 3, 8, noise(5, 3, 8), ramp(300), colours=300))
add("bmp/8 bits, grey of 10 colours", bmp(40, 5, 8, noise(40, 5, 8), ramp(10), colours=10))
add("bmp/8 bits, grey of OS/2", bmp(40, 5, 8, noise(40, 5, 8), ramp(256, 3), header=CORE))
add("bmp/1 bit, black and white", bmp(40, 5, 1, noise(40, 5, 1), b"\0\0\0\0\xff\xff\xff\0"))
add("bmp/1 bit, white and black", bmp(40, 5, 1, noise(40, 5, 1), b"\xff\xff\xff\0\0\0\0\0"))
add("bmp/24 bits with a palette", bmp(3, 2, 24, noise(3, 2, 24), random.randbytes(40), colours=10))
for size in (4, 16, 41, 200):
    add(f"bmp/header said to be of {size} bytes", bmp(3, 2, 24, noise(3, 2, 24))[:14] + struct.pack("<I", size) + bytes(300))
for bits in (0, 2, 3, 5, 64):
    add(f"bmp/{bits} bits", bmp(3, 2, bits, bytes(300), bytes(16)))
for compression in (4, 5, 6, 11):
    add(f"bmp/compression {compression}", bmp(3, 2, 24, noise(3, 2, 24), compression=compression))
add("bmp/no columns", bmp(0, 2, 24, bytes(8)))
add("bmp/no rows", bmp(2, 0, 24, bytes(8)))
add("bmp/columns said to be fewer than none", bmp(-2, 2, 24, bytes(16)))

PALETTE_16 = random.randbytes(64)
PALETTE_256 = random.randbytes(1024)
for name, data in {
    "runs": b"\5\1\0\0\2\2\3\3\0\0\5\4\0\1",
    "runs and pixels": b"\2\1\0\3abc\0\0\0\0\5cdefg\0\0\0\5\2\0\1",
    "no end of the picture": b"\5\1\0\0\5\2\0\0\5\3",
    "no ends of rows": b"\5\1\5\2\5\3\0\1",
    "run beyond its row": b"\7\1\0\0\5\2\0\0\5\4\0\1",
    "pixels beyond their row": b"\3\1\0\4abcd\3\2\0\0\5\4\0\0\5\4\0\1",
    "rows that end early": b"\3\1\0\0\0\0\2\2\0\0\1\3\0\0\0\1",
    "end of the picture too early": b"\5\1\0\0\2\2\0\1",
    "file ends too early": b"\5\1\0\0\2\2",
    "file ends within pixels": b"\5\1\0\0\5\2\0\0\0\5abc",
    "file ends within pixels that are enough": b"\5\1\0\0\5\2\0\0\0\x06abcde",
    "nothing": b"",
    "only the end": b"\0\1",
    "rows that end without anything": b"\0\0\0\0\0\0\5\1\0\0\5\2\0\0\5\3\0\1",
    "more rows than there are": b"\5\1\0\0\5\2\0\0\5\3\0\0\5\4\0\0\0\1",
}.items():
    for height in (3, -3):
        add(f"bmp/RLE8, {name}, height {height}", bmp(5, height, 8, data, PALETTE_256, compression=RLE8))
    add(f"bmp/RLE8, {name}, of 4 bits", bmp(5, 3, 4, data.replace(b"c", b"\1").replace(b"d", b"\2"), PALETTE_16, compression=RLE8))
add("bmp/RLE8, grey", bmp(5, 2, 8, b"\5\1\0\0\2\x80\3\xff\0\0\0\1", ramp(256), compression=RLE8))
add("bmp/RLE8 behind an odd gap", bmp(5, 2, 8, b"\0\5abcde\0\0\5\1\0\1", PALETTE_256, compression=RLE8, gap=b"x"))
add("bmp/RLE8 of 24 bits", bmp(3, 2, 24, noise(3, 2, 24), compression=RLE8))
for name, data in {
    "runs": b"\6\x12\0\0\2\x34\4\x56\0\0\6\x78\0\1",
    "runs of odd lengths": b"\5\x12\1\x90\0\0\3\x34\3\x56\0\0\6\x78\0\1",
    "runs and pixels": b"\2\x12\0\4\x34\x56\0\0\0\6\x12\x34\x56\0\0\0\6\x78\0\1",
    "end of the picture too early": b"\6\x12\0\0\0\1",
    "file ends too early": b"\6\x12\0\0\6\x34\0\0\0\6\x12\x34",
}.items():
    for height in (3, -3):
        add(f"bmp/RLE4, {name}, height {height}", bmp(6, height, 4, data, PALETTE_16, compression=RLE4))


def colours_of(indices, palette, width, height, entry=4):
    """indices: rows from the bottom."""
    rows = [indices[width * row:width * (row + 1)] for row in range(height)]
    return (width, height), b"".join(palette[entry * i:entry * i + 3][::-1] for row in reversed(rows) for i in row)


# Pillow 9.4 loses its place here; later versions do not.
add("bmp/RLE4, pixels of odd lengths",
    bmp(6, 2, 4, b"\0\3\x12\x30\0\3\x45\x60\0\0\0\5\x12\x34\x50\0\1\x77\0\0\0\1", PALETTE_16, compression=RLE4),
    colours_of([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 7], PALETTE_16, 6, 2))
add("bmp/RLE8, skips", bmp(5, 3, 8, b"\2\1\0\2\3\0\0\2\1\1\4\2\0\0\0\1", PALETTE_256, compression=RLE8),
    colours_of([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2], PALETTE_256, 5, 3))

# Pillow 9.4 takes these palettes for grey levels of as many bits as 8, or 1.
grey_16, black_white = ramp(16), b"\0\0\0\0\xff\xff\xff\0"
add("bmp/4 bits, grey from 0 to 15", bmp(10, 1, 4, b"\x01\x23\x45\x67\x89\0\0\0", grey_16), colours_of(range(10), grey_16, 10, 1))
add("bmp/8 bits, black and white", bmp(5, 1, 8, b"\0\1\1\0\1\0\0\0", black_white, colours=2),
    colours_of([0, 1, 1, 0, 1], black_white, 5, 1))
add("bmp/4 bits, black and white", bmp(5, 1, 4, b"\x01\x10\x10\0", black_white, colours=2), colours_of([0, 1, 1, 0, 1], black_white, 5, 1))
add("bmp/RLE8, black and white", bmp(5, 1, 8, b"\2\1\3\0\0\1", black_white, compression=RLE8, colours=2),
    colours_of([1, 1, 0, 0, 0], black_white, 5, 1))

# Pillow 9.4 refuses these headers and masks; later versions know some of them.
blue, green, red = 1, 2, 3
for size in (52, 56):
    add(f"bmp/32 bits, header of {size} bytes",
        bmp(1, 1, 32, bytes([blue, green, red, 0]), header=size, compression=BITFIELDS, masks=masks(0xFF0000, 0xFF00, 0xFF, 0)),
        ((1, 1), bytes([red, green, blue])))
add("bmp/32 bits with masks from red on",
    bmp(1, 1, 32, bytes([red, green, blue, 0]), compression=BITFIELDS, masks=masks(0xFF, 0xFF00, 0xFF0000)),
    ((1, 1), bytes([red, green, blue])))
add("bmp/16 bits with masks of 4",
    bmp(2, 1, 16, struct.pack("<2H", 0x0F84, 0xF123), compression=BITFIELDS, masks=masks(0xF00, 0xF0, 0xF)),
    ((2, 1), bytes([255, 136, 68, 17, 34, 51])))
add("bmp/32 bits with masks of 10",
    bmp(1, 1, 32, struct.pack("<I", 0x3FF << 22 | 0x155 << 12 | 3 << 2), compression=BITFIELDS,
        masks=masks(0x3FF << 22, 0x3FF << 12, 0x3FF << 2)),
    ((1, 1), bytes([255, 0x55, 0])))

with open("cases.json", "w", newline="\n") as output:
    output.write("{\n" + ",\n".join(f"{json.dumps(name)}: {json.dumps(case)}" for name, case in cases.items()) + "\n}\n")


def shortest(path):
    file = open(path, "rb").read()
    length = len(file)
    while length > 0:
        try:
            Image.open(io.BytesIO(file[:length - 1])).load()
        except Exception:
            break
        length -= 1
    return length


files = sorted(glob.glob("decoded/*.bmp")) + ["decoded/palette.bmp.png", "odd/source.6x5-bicubic.png", "odd/grey.png"]
with open("shortest.json", "w", newline="\n") as output:
    json.dump({path: shortest(path) for path in files}, output, indent=2)
    output.write("\n")
