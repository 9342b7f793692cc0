#!/usr/bin/env python3
"""Makes Tests/FaceImagingTests/Golden: what other libraries compute on the same pixels.

    python3 Scripts/make-imaging-golden.py

Pinned: Python 3.11, numpy 1.26.4, pillow 10.2.0 (with libjpeg-turbo 3.0.1), opencv-python-headless 4.10.0.84,
torch 2.2.2; libvips.so.42 for HEIC and AVIF. Every picture is drawn here by formula; the random generator's seed is 1.

    resize.json       one source, many sizes: torch area, OpenCV INTER_LINEAR, Pillow BILINEAR, OpenCV warpAffine
    similarity.json   point pairs and weights, with the fit of numpy's least squares
    photos.json       for each file of photos/: the pixels Pillow decodes (or, for ICC, that its lcms converts)
    photos/           small pictures in every format and trap
"""

import base64
import ctypes
import io
import json
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image, ImageCms

GOLDEN = Path(__file__).resolve().parent.parent / "Tests" / "FaceImagingTests" / "Golden"
PHOTOS = GOLDEN / "photos"
random = np.random.default_rng(1)
WIDTH, HEIGHT = 48, 36


def text(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def save(name, value):
    (GOLDEN / name).write_text(json.dumps(value, indent=1, sort_keys=True) + "\n")


# Resampling ----------------------------------------------------------------------------------------------------------


def resize_goldens():
    height, width = 37, 53
    source = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
    # A white corner: weights that are rounded one by one must not overflow a byte.
    source[:12, :15] = 255
    cases = []
    for w, h in [(53, 37), (12, 12), (31, 22), (26, 18), (5, 3), (1, 1), (60, 41), (24, 24), (106, 37), (53, 9)]:
        tensor = torch.from_numpy(source.transpose(2, 0, 1).copy()).float()[None]
        area = torch.nn.functional.interpolate(tensor, size=(h, w), mode="area")[0].numpy().transpose(1, 2, 0)
        linear = cv2.resize(source, (w, h), interpolation=cv2.INTER_LINEAR)
        pillow = np.asarray(Image.fromarray(source).resize((w, h), Image.BILINEAR))
        cases.append(dict(width=w, height=h, area=text(area.astype("<f4")), bilinear=text(linear),
                          antialiasedBilinear=text(pillow)))
    # Exactly half, where OpenCV averages instead.
    even = source[:36, :52]
    half = cv2.resize(np.ascontiguousarray(even), (26, 18), interpolation=cv2.INTER_LINEAR)
    # A turn, a scale above 1 and a shift. Float pixels: OpenCV rounds positions to 1/32 either way.
    angle, scale = 0.3, 1.7
    matrix = np.array([[scale * np.cos(angle), -scale * np.sin(angle), 4.25],
                       [scale * np.sin(angle), scale * np.cos(angle), -7.5]], dtype=np.float32)
    smooth = cv2.GaussianBlur(source, (0, 0), 3)
    warp = {}
    for name, mode in [("black", cv2.BORDER_CONSTANT), ("edge", cv2.BORDER_REPLICATE)]:
        warp[name] = text(cv2.warpAffine(smooth.astype(np.float32), matrix, (64, 48), flags=cv2.INTER_LINEAR,
                                         borderMode=mode).astype("<f4"))
    save("resize.json", dict(width=width, height=height, source=text(source), cases=cases, half=text(half),
                             warp=dict(width=64, height=48, matrix=[float(v) for v in matrix.ravel()],
                                       source=text(smooth), **warp)))


# Similarity ----------------------------------------------------------------------------------------------------------


def similarity_goldens():
    template = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655],
                         [70.7299, 92.2041]])
    cases = []
    for trial in range(6):
        source = template * random.uniform(0.5, 6) + random.uniform(-40, 300, 2) + random.normal(0, 3, (5, 2))
        angle = random.uniform(-3, 3)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        source = source @ turn.T
        weights = np.ones(5) if trial < 3 else random.uniform(0, 1, 5)
        # q = [a -c; c a] p + t, stacked over the points, each row scaled by the root of its weight.
        rows, values = [], []
        for (x, y), (u, v), w in zip(source, template, np.sqrt(weights)):
            rows += [[w * x, -w * y, w, 0], [w * y, w * x, 0, w]]
            values += [w * u, w * v]
        a, c, tx, ty = np.linalg.lstsq(np.array(rows), np.array(values), rcond=None)[0]
        cases.append(dict(source=source.ravel().tolist(), target=template.ravel().tolist(), weights=weights.tolist(),
                          matrix=[a, -c, tx, c, a, ty]))
    save("similarity.json", cases)


# Photos --------------------------------------------------------------------------------------------------------------


def scene(width=WIDTH, height=HEIGHT):
    """Gradients, a disc off center and a corner mark: no two orientations look alike."""
    y, x = np.mgrid[0:height, 0:width]
    red = 255 * x / (width - 1)
    green = 255 * y / (height - 1)
    blue = 128 + 100 * np.sin(x / 5) * np.cos(y / 7)
    picture = np.stack([red, green, blue], axis=-1)
    picture[(x - 14) ** 2 + (y - 23) ** 2 < 60] = [240, 200, 30]
    picture[:8, :8] = [10, 20, 200]
    return picture.round().clip(0, 255).astype(np.uint8)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, color, rows, interlace=0, extra=b"", level=9):
    """A PNG by hand. `rows`: the filtered scanlines, in the order of the file."""
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(rows, level))
            + chunk(b"IEND", b""))


def adam7(picture):
    """The scanlines of an interlaced PNG: seven coarse-to-fine passes, filter 0."""
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    return b"".join(b"\0" + row.tobytes() for x, y, dx, dy in passes for row in picture[y::dy, x::dx])


def scanlines(array):
    return b"".join(b"\0" + row.tobytes() for row in array)


def matrix_profile():
    """A small RGB profile: primaries far wider than sRGB's, gamma 1.8, D50."""
    def xyz(x, y, z):
        return b"XYZ \0\0\0\0" + struct.pack(">iii", *(round(v * 65536) for v in (x, y, z)))
    name = b"wide test profile\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + b"\0" * 78,
        b"cprt": b"text\0\0\0\0none\0\0\0\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.7977, 0.2880, 0.0000),
        b"gXYZ": xyz(0.1352, 0.7119, 0.0000),
        b"bXYZ": xyz(0.0313, 0.0001, 0.8249),
        b"rTRC": b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(1.8 * 256), 0),
        b"gTRC": b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(1.8 * 256), 0),
        b"bTRC": b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(1.8 * 256), 0),
    }
    table, body, offset = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for tag, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += tag + struct.pack(">II", offset + len(body), len(data))
        body += data
    size = 128 + len(table) + len(body)
    header = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
    header += struct.pack(">iii", round(0.9642 * 65536), 65536, round(0.8249 * 65536))
    return header.ljust(128, b"\0") + table + body


def photo_goldens():
    PHOTOS.mkdir(parents=True, exist_ok=True)
    expected = {}
    picture = scene()
    image = Image.fromarray(picture)

    def write(name, data, pixels=None):
        (PHOTOS / name).write_bytes(data)
        if pixels is None:
            pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
        expected[name] = dict(width=pixels.shape[1], height=pixels.shape[0], pixels=text(pixels))

    def encoded(image, kind, **options):
        data = io.BytesIO()
        image.save(data, kind, **options)
        return data.getvalue()

    # JPEG: chroma subsampling is where decoders differ (fancy upsampling), and odd sizes are where it goes wrong.
    write("plain-420.jpg", encoded(image, "JPEG", quality=85, subsampling=2))
    write("plain-422.jpg", encoded(image, "JPEG", quality=85, subsampling=1))
    write("plain-444.jpg", encoded(image, "JPEG", quality=95, subsampling=0))
    write("odd-420.jpg", encoded(image.crop((3, 2, 44, 33)), "JPEG", quality=75, subsampling=2))
    write("progressive.jpg", encoded(image, "JPEG", quality=85, progressive=True))
    write("grey.jpg", encoded(image.convert("L"), "JPEG", quality=90))
    write("cmyk.jpg", encoded(image.convert("CMYK"), "JPEG", quality=95, subsampling=0))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        exif[0x010E] = "orientation %d" % orientation
        data = encoded(image, "JPEG", quality=95, subsampling=0, exif=exif.tobytes())
        upright = np.asarray(Image.open(io.BytesIO(data)))
        turn = {1: lambda p: p, 2: lambda p: p[:, ::-1], 3: lambda p: p[::-1, ::-1], 4: lambda p: p[::-1],
                5: lambda p: p.transpose(1, 0, 2), 6: lambda p: np.rot90(p, -1),
                7: lambda p: p[::-1, ::-1].transpose(1, 0, 2), 8: lambda p: np.rot90(p, 1)}[orientation]
        write("exif-%d.jpg" % orientation, data, turn(upright))

    # ICC: what lcms makes of it through Pillow.
    profile = matrix_profile()
    converted = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                                          ImageCms.createProfile("sRGB"), ImageCms.Intent.RELATIVE_COLORIMETRIC,
                                          flags=0x2000)  # black point compensation
    write("icc.png", encoded(image, "PNG", icc_profile=profile), np.asarray(converted))
    # Profiles that cannot be used: noise, and one for three channels in a grey picture.
    write("icc-broken.jpg", encoded(image, "JPEG", quality=95, icc_profile=b"this is not a profile" * 10))
    write("icc-foreign.jpg", encoded(image.convert("L"), "JPEG", quality=95, icc_profile=profile))

    # PNG: depths, grey, palette, alpha, interlace.
    write("plain.png", encoded(image, "PNG"))
    write("interlaced.png", png(WIDTH, HEIGHT, 8, 2, adam7(picture), interlace=1), picture)
    grey = np.asarray(image.convert("L"))
    write("grey.png", encoded(image.convert("L"), "PNG"))
    write("palette.png", encoded(image.quantize(32), "PNG"))
    write("bits.png", encoded(image.convert("1"), "PNG"))
    write("rgb16.png", png(WIDTH, HEIGHT, 16, 2, scanlines((picture.astype(">u2") * 257).astype(">u2"))), picture)
    write("grey16.png", png(WIDTH, HEIGHT, 16, 0, scanlines((grey.astype(">u2") * 257).astype(">u2"))),
          np.repeat(grey[..., None], 3, axis=2))
    alpha = np.tile(np.linspace(0, 255, WIDTH).round().astype(np.uint8), (HEIGHT, 1))
    share = alpha[..., None] / 255.0
    blended = (picture * share + 255 * (1 - share)).round().astype(np.uint8)
    rgba = np.dstack([picture, alpha])
    write("alpha.png", encoded(Image.fromarray(rgba), "PNG"), blended)
    write("alpha16.png", png(WIDTH, HEIGHT, 16, 6, scanlines((rgba.astype(">u2") * 257).astype(">u2"))), blended)
    blended_grey = (grey[..., None] * share + 255 * (1 - share)).round().astype(np.uint8).repeat(3, axis=2)
    write("grey-alpha.png", png(WIDTH, HEIGHT, 8, 4, scanlines(np.dstack([grey, alpha]))), blended_grey)

    # WebP and GIF, still and moving: the second frame is inverted.
    write("lossy.webp", encoded(image, "WEBP", quality=80))
    write("lossless.webp", encoded(image, "WEBP", lossless=True))
    write("moving.webp", encoded(image, "WEBP", lossless=True, save_all=True, duration=100,
                                 append_images=[Image.fromarray(255 - picture)]), picture)
    palette = image.quantize(64)
    still = np.asarray(palette.convert("RGB"))
    write("still.gif", encoded(palette, "GIF"), still)
    write("moving.gif", encoded(palette, "GIF", save_all=True, duration=100,
                                append_images=[Image.fromarray(255 - picture).quantize(64)]), still)
    save("photos.json", expected)

    # HEIC and AVIF by the installed libvips (Debian 12: 8.14.1, libheif 1.15.1). Lossy: compared with plain.png.
    vips = ctypes.CDLL("libvips.so.42")
    vips.vips_image_new_from_file.restype = ctypes.c_void_p
    vips.vips_init(b"golden")
    for name, compression in [("still.heic", "hevc"), ("still.avif", "av1")]:
        source = ctypes.c_void_p(vips.vips_image_new_from_file(str(PHOTOS / "plain.png").encode(), None))
        target = "%s[Q=90,compression=%s]" % (PHOTOS / name, compression)
        assert vips.vips_image_write_to_file(source, target.encode(), None) == 0

    # Traps, which must be refused. Not in photos.json.
    (PHOTOS / "claims-60000.png").write_bytes(png(60000, 60000, 8, 2, b"\0" * 1000))
    # A real 30,000 x 30,000 picture of one bit a pixel, all black, in 110 kB.
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(b"\0" * (1 + 30000 // 8) * 100) for _ in range(300)) + rows.flush()
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0))
    (PHOTOS / "bomb.png").write_bytes(bomb + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    # 64 MiB of text in a small picture's metadata, 64 kB in the file.
    note = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * (64 << 20), 9))
    (PHOTOS / "text-bomb.png").write_bytes(png(WIDTH, HEIGHT, 8, 2, scanlines(picture), extra=note))


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    resize_goldens()
    similarity_goldens()
    photo_goldens()
