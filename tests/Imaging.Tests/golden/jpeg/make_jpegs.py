"""Writes the JPEGs of this folder and what Pillow makes of them. Run in this folder: python3 make_jpegs.py

Needs Pillow 9.4 on libjpeg-turbo 2.1.5 (Debian 12: python3-pil, libjpeg62-turbo-dev, gcc); those kept here are theirs.

NAME.txt has a line a file: its name, its bytes, and width, height, channels and the SHA-256 of the pixels (grey files as grey, others as
RGB), or "refused". NAME.jpegs.gz has the files, one behind the other.
  sound       every sampling, way of coding and colour space, in all sizes from 1 to 40 and a few larger ones
  incomplete  progressive files that lack their last scans
  damaged     with bits flipped, segments lost or repeated, data cut, restart markers moved
"""
import gzip
import hashlib
import io
import os
import random
import subprocess
import tempfile

from PIL import Image

random.seed(1)
END = b"\xff\xd9"

SAMPLINGS = [
    (11, 11, 11), (21, 11, 11), (12, 11, 11), (22, 11, 11), (41, 11, 11), (14, 11, 11), (42, 11, 11), (24, 11, 11), (22, 21, 12),
    (22, 12, 21), (22, 21, 21), (21, 21, 11), (31, 11, 11), (11, 11, 21), (44, 22, 22), (21, 12, 11), (22, 22, 11), (42, 21, 22),
]


def decode(data):
    try:
        image = Image.open(io.BytesIO(data))
        if image.format not in ("JPEG", "MPO"):
            return None
        image.load()
    except Exception as exception:
        # What Pillow's own reader of headers refuses (and libjpeg would not see) is left out.
        return None if type(exception).__name__ == "UnidentifiedImageError" else "refused"
    image = image.convert("L" if image.mode == "L" else "RGB")
    return f"{image.width} {image.height} {len(image.getbands())} {hashlib.sha256(image.tobytes()).hexdigest()}"


def write(name, files):
    with open(name + ".txt", "w") as manifest, gzip.GzipFile(name + ".jpegs.gz", "wb", 9, mtime=0) as blob:
        for label, data in files:
            decoded = decode(data)
            if decoded:
                manifest.write(f"{label} {len(data)} {decoded}\n")
                blob.write(data)


def encode(pictures):
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "encode")
        subprocess.run(["cc", "-O2", "-o", program, "encode.c", "-ljpeg"], check=True)
        lines, files = [], []
        for i, (width, height, space, sampling, mode, restart, pattern, quality) in enumerate(pictures):
            path = os.path.join(folder, str(i))
            factors = " ".join(str(factor) for factor in (tuple(sampling) + (11, 11, 11))[:4])
            lines.append(f"{width} {height} {space} {quality} {factors} {mode} {restart} {random.randrange(1 << 30)} {pattern} {path}")
            label = "-".join(str(factor) for factor in sampling)
            files.append((f"{width}x{height},{space},{label},{mode},restart{restart},pattern{pattern},q{quality}", path))
        subprocess.run([program], input="\n".join(lines) + "\n", text=True, check=True)
        return [(label, open(path, "rb").read()) for label, path in files]


def blocks(sampling):
    return sum((factor // 10) * (factor % 10) for factor in sampling)


def sound():
    pictures = []
    sizes = [(n, (n * 7) % 40 + 1) for n in range(1, 41)]
    for i, (width, height) in enumerate(sizes):
        for j, sampling in enumerate(SAMPLINGS):
            for k, mode in enumerate(("baseline", "progressive", "scans")):
                # A minimum coded unit has at most 10 blocks.
                if mode == "scans" or blocks(sampling) <= 10:
                    restart = (0, 1, 0, 2, 5)[(i + j + k) % 5]
                    pictures.append((width, height, "ycc", sampling, mode, restart, 1 + (i + j) % 3, (30, 75, 95)[(i + k) % 3]))
        for j, space in enumerate(("rgb", "cmyk", "ycck")):
            for sampling in ((11, 11, 11, 11), (22, 11, 11, 22), (21, 11, 11, 21)):
                mode = ("baseline", "progressive", "scans")[(i + j) % 3]
                sampling = sampling[:3] if space == "rgb" else sampling
                pictures.append((width, height, space, sampling, mode, (0, 3)[i % 2], 1 + i % 3, 75))
        for sampling in ((11,), (22,)):
            for mode in ("baseline", "progressive"):
                pictures.append((width, height, "grey", sampling, mode, (0, 3)[i % 2], i % 4, 75))
    for sampling in SAMPLINGS[:4]:
        for mode in ("baseline", "progressive"):
            pictures.append((203, 117, "ycc", sampling, mode, 0, 3, 50))
    return encode(pictures)


def photographs():
    for name, options in {
        "chelsea,420": dict(quality=80, subsampling=2),
        "chelsea,444,progressive": dict(quality=60, subsampling=0, progressive=True),
        "coffee,422": dict(quality=70, subsampling=1),
        "coffee,420,progressive": dict(quality=85, subsampling=2, progressive=True),
        "camera": dict(quality=75),
    }.items():
        file = io.BytesIO()
        Image.open(f"../{name.split(',')[0]}.png").save(file, "JPEG", **options)
        yield name, file.getvalue()


def segments(data):
    found, i = [], 2
    while i < len(data) - 3:
        if data[i] == 0xFF and data[i + 1] not in (0, 0xFF):
            found.append((i, data[i + 1]))
            i += 2 if 0xD0 <= data[i + 1] <= 0xD9 else 2 + int.from_bytes(data[i + 2 : i + 4], "big")
        else:
            i += 1
    return found


def incomplete(files):
    for label, data in files:
        scans = [place for place, marker in segments(data) if marker == 0xDA]
        if ",progressive" in label and len(scans) > 2:
            last = random.randrange(1, len(scans))
            yield f"{label},{last}scans", data[: scans[last]] + END
            if random.random() < 0.3:
                middle = random.randint(scans[last - 1] + 10, scans[last])
                yield f"{label},cut{middle}", data[:middle] + END


def damaged(files):
    for number in range(1500):
        label, data = random.choice(files)
        data = bytearray(data)
        found = segments(data)
        kind = random.choice(["bytes", "bytes", "bits", "drop", "repeat", "cut", "restarts", "restarts", "header"])
        restarts = [place for place, marker in found if 0xD0 <= marker <= 0xD7]
        first_scan = [place for place, marker in found if marker == 0xDA][0]
        if kind == "bytes":
            for _ in range(random.randint(1, 4)):
                data[random.randrange(2, len(data) - 2)] = random.choice([0, 0xFF, random.randrange(256)])
        elif kind == "bits":
            for _ in range(random.randint(1, 3)):
                data[random.randrange(first_scan + 8, len(data) - 2)] ^= 1 << random.randrange(8)
        elif kind in ("drop", "repeat"):
            i = random.randrange(len(found) - 1)
            segment = data[found[i][0] : found[i + 1][0]]
            if kind == "drop":
                del data[found[i][0] : found[i + 1][0]]
            else:
                place = random.choice(found)[0]
                data[place:place] = segment
        elif kind == "cut":
            del data[random.randrange(first_scan, len(data) - 2) : -2]
        elif kind == "restarts" and restarts:
            place = random.choice(restarts)
            change = random.randrange(4)
            if change == 0:
                data[place + 1] = 0xD0 + random.randrange(8)
            elif change == 1:
                del data[place : place + 2]
            elif change == 2:
                data[place:place] = bytes([0xFF, 0xD0 + random.randrange(8)])
            else:
                other = random.choice(restarts)
                del data[min(place, other) : max(place, other)]
        elif kind == "header":
            place, _ = random.choice([(p, m) for p, m in found if m in (0xC0, 0xC2, 0xDA, 0xDD, 0xC4, 0xDB, 0xE0, 0xEE)])
            data[place + 4 + random.randrange(12)] = random.choice([0, 1, 2, 3, 0x10, 0x11, 0x21, 0x22, 63, random.randrange(256)])
        else:
            continue
        yield f"{number},{kind},{label}", bytes(data)


files = sound()
write("incomplete", list(incomplete(files)))
write("damaged", list(damaged(files)))
write("sound", files + list(photographs()))
