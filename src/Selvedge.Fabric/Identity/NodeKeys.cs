using System.Text;
using NATS.NKeys;

namespace Selvedge.Fabric.Identity;

/// <summary>A node's key on the bus: a NATS user nkey (Ed25519). Its seed never leaves the node.</summary>
public sealed class NodeKeys
{
    private NodeKeys(string seed, string publicKey)
    {
        Seed = seed;
        PublicKey = publicKey;
    }

    /// <summary>The private half, <c>SU...</c>. Never to be logged.</summary>
    public string Seed { get; }

    /// <summary>The public half, <c>U...</c>, by which the bus knows the node.</summary>
    public string PublicKey { get; }

    /// <summary>Reads the seed of a file, which is created with 0600 if there is none.</summary>
    /// <exception cref="IdentityException">Others may read the file, or it is no seed of a user.</exception>
    public static NodeKeys Open(string path)
    {
        var bytes = PrivateFile.Read(path);
        if (bytes is null)
        {
            using var pair = KeyPair.CreatePair(PrefixByte.User);
            bytes = Encoding.ASCII.GetBytes(pair.GetSeed() + "\n");
            PrivateFile.Write(path, bytes);
        }

        var seed = Encoding.ASCII.GetString(bytes).Trim();
        try
        {
            using var pair = KeyPair.FromSeed(seed);
            if (pair.Prefix == PrefixByte.User)
            {
                return new NodeKeys(seed, pair.GetPublicKey());
            }
        }
        catch (Exception error) when (error is NKeysException or ArgumentException or IndexOutOfRangeException)
        {
            throw NoSeed(path, error);
        }

        throw NoSeed(path, null);
    }

    private static IdentityException NoSeed(string path, Exception? error) => new(
        $"{path} is no seed of a NATS user. Remove it to get a new key, and let the node join again.", error);
}
