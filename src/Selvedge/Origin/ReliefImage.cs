namespace Selvedge.Origin;

/// <summary>Draws an invented landscape as an atlas would: shaded relief with tints of height, a sea and contour
/// lines. The same seed gives the same pixels on every machine.</summary>
internal static class ReliefImage
{
    /// <summary>Pixels across.</summary>
    public const int Width = 480;

    /// <summary>Pixels down.</summary>
    public const int Height = 180;

    private const int Octaves = 6;
    private const float SeaLevel = 0.47f;
    private const float ContourSteps = 22;

    // Heights from 0 at the shore to 1 at the summits, each with its red, green and blue.
    private static readonly (float At, float Red, float Green, float Blue)[] LandTints =
    [
        (0.00f, 164, 186, 142), (0.16f, 194, 204, 150), (0.36f, 226, 212, 160), (0.58f, 206, 170, 122),
        (0.80f, 168, 128, 98), (1.00f, 246, 243, 238),
    ];

    private static readonly (float At, float Red, float Green, float Blue)[] SeaTints =
    [
        (0.00f, 176, 211, 214), (0.35f, 128, 180, 192), (1.00f, 54, 110, 134),
    ];

    /// <summary>The picture of a name, as a PNG file.</summary>
    public static byte[] Draw(string name)
    {
        var seed = 2166136261u;
        foreach (var character in name)
        {
            seed = (seed ^ character) * 16777619u;
        }

        // One row and one column more than is drawn, for the slopes at the far edges.
        var heights = new float[(Width + 1) * (Height + 1)];
        for (var y = 0; y <= Height; y++)
        {
            for (var x = 0; x <= Width; x++)
            {
                heights[(y * (Width + 1)) + x] = HeightAt(x, y, seed);
            }
        }

        var pixels = new byte[Width * Height * 3];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                Paint(heights.AsSpan((y * (Width + 1)) + x), pixels.AsSpan(((y * Width) + x) * 3));
            }
        }

        return PngImage.Encode(Width, Height, pixels);
    }

    private static void Paint(ReadOnlySpan<float> heights, Span<byte> pixel)
    {
        var (here, east, south) = (heights[0], heights[1], heights[Width + 1]);
        var sea = here < SeaLevel;
        var level = sea ? (SeaLevel - here) / (SeaLevel - 0.2f) : (here - SeaLevel) / (0.86f - SeaLevel);
        var (red, green, blue) = Tint(sea ? SeaTints : LandTints, Math.Clamp(level, 0, 1));

        // Light from the north-west; the sea floor shows its shape only faintly.
        var slope = (here - east) + (here - south);
        var light = 1 - (slope * (sea ? 6 : 26));
        var line = Math.Floor(here * ContourSteps) != Math.Floor(east * ContourSteps)
            || Math.Floor(here * ContourSteps) != Math.Floor(south * ContourSteps);
        if (sea != (east < SeaLevel) || sea != (south < SeaLevel))
        {
            light = 0.55f;
        }
        else if (line)
        {
            light *= sea ? 0.96f : 0.9f;
        }

        light = Math.Clamp(light, 0.5f, 1.22f);
        pixel[0] = (byte)Math.Clamp(red * light, 0, 255);
        pixel[1] = (byte)Math.Clamp(green * light, 0, 255);
        pixel[2] = (byte)Math.Clamp(blue * light, 0, 255);
    }

    private static (float Red, float Green, float Blue) Tint(
        (float At, float Red, float Green, float Blue)[] tints, float level)
    {
        var upper = 1;
        while (upper < tints.Length - 1 && tints[upper].At < level)
        {
            upper++;
        }

        var (low, high) = (tints[upper - 1], tints[upper]);
        var share = (level - low.At) / (high.At - low.At);
        return (Mix(low.Red, high.Red, share), Mix(low.Green, high.Green, share), Mix(low.Blue, high.Blue, share));
    }

    // Octaves of value noise; the middle ones are folded into ridges where the ground is already high.
    private static float HeightAt(int x, int y, uint seed)
    {
        var (sum, amplitude, scale, total) = (0f, 1f, 1f / 160, 0f);
        for (var octave = 0u; octave < Octaves; octave++)
        {
            var value = Noise(x * scale, y * scale, seed + (octave * 0x9E3779B9));
            if (octave is 2 or 3)
            {
                var ridge = 1 - Math.Abs((2 * value) - 1);
                value = Mix(value, ridge, Math.Clamp((sum / total * 2) - 0.6f, 0, 1));
            }

            sum += value * amplitude;
            total += amplitude;
            amplitude *= 0.48f;
            scale *= 2.1f;
        }

        return sum / total;
    }

    private static float Noise(float x, float y, uint seed)
    {
        var (column, row) = ((int)x, (int)y);
        var (right, down) = (Smooth(x - column), Smooth(y - row));
        return Mix(
            Mix(Lattice(column, row, seed), Lattice(column + 1, row, seed), right),
            Mix(Lattice(column, row + 1, seed), Lattice(column + 1, row + 1, seed), right),
            down);
    }

    private static float Lattice(int column, int row, uint seed)
    {
        var hash = seed ^ ((uint)column * 0x85EBCA6B) ^ ((uint)row * 0xC2B2AE35);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6D;
        hash = (hash ^ (hash >> 12)) * 0x297A2D39;
        return (hash ^ (hash >> 15)) * (1f / uint.MaxValue);
    }

    private static float Smooth(float t) => t * t * (3 - (2 * t));

    private static float Mix(float from, float to, float share) => from + ((to - from) * share);
}
