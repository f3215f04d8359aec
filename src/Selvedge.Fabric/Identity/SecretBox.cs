using System.Security.Cryptography;

namespace Selvedge.Fabric.Identity;

/// <summary>Envelope encryption at rest: each text has a data key of its own, wrapped by the master key, both
/// AES-256-GCM (NIST SP 800-38D). Thread-safe.</summary>
/// <remarks>A sealed text is: version 1 (1 byte), nonce (12), wrapped data key (32), tag (16), nonce (12), tag (16),
/// ciphertext. Nonces are random; one master key is good for 2^32 texts. What it belongs to is authenticated with it,
/// so a text cannot be moved to another document. Its length is not hidden.</remarks>
public sealed class SecretBox
{
    /// <summary>Bytes of a master key.</summary>
    public const int KeyBytes = 32;

    /// <summary>Bytes that sealing adds.</summary>
    public const int OverheadBytes = 1 + NonceBytes + KeyBytes + TagBytes + NonceBytes + TagBytes;

    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _masterKey;
    private readonly RandomBytes _random;

    /// <summary>A box with a known key.</summary>
    /// <param name="masterKey">Exactly <see cref="KeyBytes"/>; copied.</param>
    /// <param name="random">Gives data keys and nonces.</param>
    public SecretBox(ReadOnlySpan<byte> masterKey, RandomBytes random)
    {
        if (masterKey.Length != KeyBytes)
        {
            throw new ArgumentException($"A master key has {KeyBytes} bytes.", nameof(masterKey));
        }

        _masterKey = masterKey.ToArray();
        _random = random;
    }

    /// <summary>A box with the master key of a file, which is created with 0600 if there is none.</summary>
    /// <remarks>Whoever loses the file loses all that was sealed; keep a copy apart from the store's backups.</remarks>
    /// <exception cref="IdentityException">Others may read the file, or it is no master key.</exception>
    public static SecretBox Open(string path, RandomBytes random)
    {
        var key = PrivateFile.Read(path);
        if (key is null)
        {
            key = new byte[KeyBytes];
            random(key);
            PrivateFile.Write(path, key);
        }

        return key.Length == KeyBytes
            ? new SecretBox(key, random)
            : throw new IdentityException(
                $"{path} has {key.Length} bytes; a master key has {KeyBytes}. Restore it from its copy. Only if "
                    + "nothing " +
                "was sealed yet: remove it, and a new one is made.");
    }

    /// <summary>Seals a text.</summary>
    /// <param name="plain">The text.</param>
    /// <param name="belongsTo">What it belongs to, for example its resource key; not part of the result.</param>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> belongsTo)
    {
        var result = new byte[OverheadBytes + plain.Length];
        var parts = new Parts(result);
        Span<byte> dataKey = stackalloc byte[KeyBytes];
        _random(dataKey);
        _random(parts.KeyNonce);
        _random(parts.Nonce);
        result[0] = Version;

        using (var wrap = new AesGcm(_masterKey, TagBytes))
        {
            wrap.Encrypt(parts.KeyNonce, dataKey, parts.Key, parts.KeyTag, Associated(belongsTo));
        }

        using (var seal = new AesGcm(dataKey, TagBytes))
        {
            seal.Encrypt(parts.Nonce, plain, parts.Text, parts.Tag, Associated(belongsTo));
        }

        CryptographicOperations.ZeroMemory(dataKey);
        return result;
    }

    /// <summary>Opens a sealed text; never throws.</summary>
    /// <param name="sealedText">What <see cref="Seal"/> gave.</param>
    /// <param name="belongsTo">What it was sealed for.</param>
    /// <param name="plain">The text where true is returned, else empty.</param>
    /// <param name="refusal">Why not.</param>
    public bool TryOpen(
        ReadOnlySpan<byte> sealedText, ReadOnlySpan<byte> belongsTo, out byte[] plain, out SealRefusal refusal)
    {
        plain = [];
        if (sealedText.Length < OverheadBytes)
        {
            refusal = SealRefusal.Truncated;
            return false;
        }

        if (sealedText[0] != Version)
        {
            refusal = SealRefusal.UnknownVersion;
            return false;
        }

        var parts = new Parts(sealedText.ToArray());
        Span<byte> dataKey = stackalloc byte[KeyBytes];
        var text = new byte[parts.Text.Length];
        try
        {
            using var wrap = new AesGcm(_masterKey, TagBytes);
            wrap.Decrypt(parts.KeyNonce, parts.Key, parts.KeyTag, dataKey, Associated(belongsTo));
            using var seal = new AesGcm(dataKey, TagBytes);
            seal.Decrypt(parts.Nonce, parts.Text, parts.Tag, text, Associated(belongsTo));
        }
        catch (AuthenticationTagMismatchException)
        {
            refusal = SealRefusal.NotAuthentic;
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }

        plain = text;
        refusal = SealRefusal.None;
        return true;
    }

    // The version is authenticated too: a later format cannot be passed off as this one.
    private static byte[] Associated(ReadOnlySpan<byte> belongsTo) => [Version, .. belongsTo];

    private readonly ref struct Parts(Span<byte> whole)
    {
        private const int KeyStart = 1 + NonceBytes;
        private const int NonceStart = KeyStart + KeyBytes + TagBytes;

        private readonly Span<byte> _whole = whole;

        public Span<byte> KeyNonce => _whole.Slice(1, NonceBytes);

        public Span<byte> Key => _whole.Slice(KeyStart, KeyBytes);

        public Span<byte> KeyTag => _whole.Slice(KeyStart + KeyBytes, TagBytes);

        public Span<byte> Nonce => _whole.Slice(NonceStart, NonceBytes);

        public Span<byte> Tag => _whole.Slice(NonceStart + NonceBytes, TagBytes);

        public Span<byte> Text => _whole[OverheadBytes..];
    }
}
