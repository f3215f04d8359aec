using Selvedge.Fabric.Identity;

namespace Selvedge.Fabric.Tests.Identity;

/// <summary>Bytes that look random and are the same in every run.</summary>
internal static class KnownRandom
{
    public static RandomBytes Create(int seed = 1)
    {
        var random = new Random(seed);
        return bytes => random.NextBytes(bytes);
    }
}
