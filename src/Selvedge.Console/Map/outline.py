#!/usr/bin/env python3
"""Writes ../Assets/world.svg from world-atlas' countries-110m.json: outline.py countries-110m.json ../Assets/world.svg

The projection and the frame are those of EqualEarth.cs; WorldMapTests hold the two together.
"""
import json
import math
import sys

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
WIDTH, NORTH, SOUTH = 1000.0, 83.7, -56.5


def raw(longitude, latitude):
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    d = 9 * A4 * t ** 8 + 7 * A3 * t ** 6 + 3 * A2 * t ** 2 + A1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * d)
    return x, A4 * t ** 9 + A3 * t ** 7 + A2 * t ** 3 + A1 * t


SCALE = WIDTH / (2 * raw(180, 0)[0])
HEIGHT = (raw(0, NORTH)[1] - raw(0, SOUTH)[1]) * SCALE


def project(point):
    x, y = raw(*point)
    return round((WIDTH / 2 + x * SCALE) * 10), round((raw(0, NORTH)[1] - y) * SCALE * 10)


def number(tenths):
    text = f"{tenths / 10:.1f}".removesuffix(".0").replace("0.", ".", 1) if abs(tenths) < 10 else f"{tenths / 10:.1f}"
    return text.removesuffix(".0") or "0"


def unwrap(points):
    """Keeps a ring that crosses 180 degrees in one piece, on the side where most of it lies."""
    turn, whole = 0, [points[0]]
    for (before, _), (longitude, latitude) in zip(points, points[1:]):
        turn += 360 if longitude - before < -180 else -360 if longitude - before > 180 else 0
        whole.append((longitude + turn, latitude))
    middle = sum(longitude for longitude, _ in whole) / len(whole)
    return [(longitude - 360 * round(middle / 360), latitude) for longitude, latitude in whole]


def draw(points, close):
    previous, out = None, ""
    for point in points:
        if point == previous:
            continue
        x, y = point if previous is None else (point[0] - previous[0], point[1] - previous[1])
        pair = number(x) + ("" if number(y).startswith("-") else " ") + number(y)
        out += ("M" if previous is None else "l") + pair
        previous = point
    return out + ("z" if close else "")


def main(source, target):
    topology = json.load(open(source, encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(indexes):
        points = []
        for index in indexes:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc if not points else arc[1:]
        return unwrap(points)

    land, users = "", {}
    for polygon in [p for g in topology["objects"]["land"]["geometries"] for p in g["arcs"]]:
        if max(lat for _, lat in ring(polygon[0])) < SOUTH + 1:
            continue  # Antarctica is outside the frame
        land += "".join(draw([project(p) for p in ring(r)], True) for r in polygon)
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        for index in [i for polygon in polygons for r in polygon for i in r]:
            users.setdefault(index if index >= 0 else ~index, set()).add(country["properties"]["name"])
    borders = "".join(draw([project(p) for p in arcs[i]], False) for i, names in users.items() if len(names) > 1)
    with open(target, "w", encoding="utf-8") as out:
        out.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.1f}">\n'
                  "<!-- Natural Earth 1:110m (public domain), by way of world-atlas 2.0.2; see Map/README.md -->\n"
                  f'<path id="land" d="{land}"/>\n<path id="borders" fill="none" d="{borders}"/>\n</svg>\n')
    print(f"{WIDTH:.0f} x {HEIGHT:.1f}")


main(*sys.argv[1:])
