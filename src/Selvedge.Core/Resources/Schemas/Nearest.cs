namespace Selvedge.Core.Resources.Schemas;

/// <summary>Finds the word that was probably meant.</summary>
public static class Nearest
{
    // Longer names are not compared: a hostile one would cost time, and none of ours is longer.
    private const int LengthMax = 64;

    /// <summary>The closest of the known words, at most a third of its letters away; null where none is near.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length > LengthMax)
        {
            return null;
        }

        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in known)
        {
            var distance = Distance(word, candidate);
            if (distance < bestDistance && distance <= Math.Max(1, candidate.Length / 3))
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    // Levenshtein, where a change between capital and small letter costs nothing.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + same);
                (diagonal, row[j]) = (row[j], next);
            }
        }

        return row[b.Length];
    }
}
