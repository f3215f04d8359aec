using System.Text;
using NATS.NKeys;
using Selvedge.Fabric.Identity;

namespace Selvedge.Fabric.Bus;

/// <summary>An nkey: who a process is on the bus.</summary>
/// <param name="PublicKey">Starts with <c>U</c>; stands in the server's configuration.</param>
/// <param name="Seed">Starts with <c>SU</c>; secret, stays with the process.</param>
public sealed record BusIdentity(string PublicKey, string Seed)
{
    // Base32 of prefix, 32 bytes and checksum; a seed has one byte of prefix more. The library indexes blindly.
    private const int PublicKeyChars = 56;
    private const int SeedChars = 58;

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
        seed = seed.Trim();
        if (!IsBase32(seed, SeedChars))
        {
            return null;
        }

        try
        {
            using var pair = KeyPair.FromSeed(seed);
            return pair.Prefix == PrefixByte.User ? new BusIdentity(pair.GetPublicKey(), seed) : null;
        }
        catch (NKeysException)
        {
            return null;
        }
    }

    /// <summary>Reads the seed in a file, which is created with mode 0600 where there is none.</summary>
    /// <exception cref="IdentityException">Others may read the file, or it holds no seed of a user.</exception>
    public static BusIdentity Open(string path)
    {
        if (PrivateFile.Read(path) is { } bytes)
        {
            return FromSeed(Encoding.ASCII.GetString(bytes)) ?? throw new IdentityException(
                $"{path} is no seed of a NATS user. Remove it to get a new key, and give its Node that publicKey.");
        }

        var identity = Create();
        PrivateFile.Write(path, Encoding.ASCII.GetBytes(identity.Seed + "\n"));
        return identity;
    }

    /// <summary>Whether a text is the public key of a user.</summary>
    public static bool IsPublicKey(string text)
    {
        try
        {
            return IsBase32(text, PublicKeyChars) && KeyPair.IsValidPublicKey(PrefixByte.User, text);
        }
        catch (NKeysException)
        {
            return false;
        }
    }

    /// <summary>Without the seed, so that no log ever holds one.</summary>
    public override string ToString() => $"BusIdentity {{ PublicKey = {PublicKey} }}";

    private static bool IsBase32(string text, int length) =>
        text.Length == length && text.All(character => character is (>= 'A' and <= 'Z') or (>= '2' and <= '7'));
}
