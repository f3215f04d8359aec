using System.Globalization;
using System.Text;

namespace Selvedge.Edge.Network.Routing;

/// <summary>Names of BIRD's protocols and filters, made of documents' names.</summary>
/// <remarks>A name depends on nothing but its document: another document more or less changes none, and so restarts no
/// session.</remarks>
internal static class BirdNames
{
    // BIRD takes 63.
    private const int NameCharsMax = 45;

    /// <summary>The static protocol that announces a prefix.</summary>
    public static string Announce(string prefix) => Of("a", prefix);

    /// <summary>The static protocol that announces a prefix to be avoided.</summary>
    public static string Drain(string prefix) => Of("d", prefix);

    /// <summary>The session with a neighbour.</summary>
    public static string Peer(string peer) => Of("p", peer);

    /// <summary>What is accepted from a neighbour.</summary>
    public static string Import(string peer) => Of("in", peer);

    /// <summary>What is told to a neighbour.</summary>
    public static string Export(string peer) => Of("out", peer);

    /// <summary>The session with a cache of ROAs.</summary>
    public static string Rpki(string cache) => Of("r", cache);

    /// <summary>As it stands in configurations and commands.</summary>
    public static string Quote(string name) => $"'{name}'";

    /// <summary>A number that differs for names that differ, for all that matters (FNV-1a).</summary>
    public static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * 16777619;
        }

        return hash;
    }

    private static string Of(string kind, string name)
    {
        var clean = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.'
            ? letter
            : '_'));
        return clean == name && name.Length <= NameCharsMax
            ? $"{kind}.{name}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{kind}.{clean[..Math.Min(clean.Length, NameCharsMax)]}_{Hash(name):x8}");
    }
}
