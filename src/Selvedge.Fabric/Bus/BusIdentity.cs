using NATS.NKeys;

namespace Selvedge.Fabric.Bus;

/// <summary>An nkey: who a process is on the bus.</summary>
/// <param name="PublicKey">Starts with <c>U</c>; stands in the server's configuration.</param>
/// <param name="Seed">Starts with <c>SU</c>; secret, stays with the process.</param>
public sealed record BusIdentity(string PublicKey, string Seed)
{
    /// <summary>A new one, from the system's secure random source.</summary>
    public static BusIdentity Create()
    {
        using var pair = KeyPair.CreatePair(PrefixByte.User);
        return new BusIdentity(pair.GetPublicKey(), pair.GetSeed());
    }

    /// <summary>Restores one from its seed.</summary>
    /// <returns>Null where the text is not a seed of a user.</returns>
    public static BusIdentity? FromSeed(string seed)
    {
        try
        {
            using var pair = KeyPair.FromSeed(seed.Trim());
            return pair.Prefix == PrefixByte.User ? new BusIdentity(pair.GetPublicKey(), seed.Trim()) : null;
        }
        catch (Exception error) when (error is NKeysException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Without the seed, so that no log ever holds one.</summary>
    public override string ToString() => $"BusIdentity {{ PublicKey = {PublicKey} }}";
}
