using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Selvedge.Core.Resources;

namespace Selvedge.Fabric.Identity;

/// <summary>Random 256-bit tokens (RFC 6750) and whose they are. Only their SHA-256 is kept, in a file with 0600; a
/// token is seen once, when it is issued. Thread-safe.</summary>
/// <remarks>Tokens do not expire; they are revoked.</remarks>
public sealed class BearerTokens
{
    // Lets people and secret scanners recognise a leaked one.
    private const string Prefix = "slv_";
    private const int TokenBytes = 32;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly RandomBytes _random;
    private ImmutableArray<Entry> _entries;
    private ImmutableArray<Entry> _passing = [];

    private BearerTokens(string path, RandomBytes random, ImmutableArray<Entry> entries)
    {
        _path = path;
        _random = random;
        _entries = entries;
    }

    /// <summary>Reads the tokens of a file; none if there is no file yet.</summary>
    /// <exception cref="IdentityException">Others may read the file, or it is damaged.</exception>
    public static BearerTokens Open(string path, RandomBytes random)
    {
        var json = PrivateFile.Read(path);
        if (json is null)
        {
            return new BearerTokens(path, random, []);
        }

        return CoreJson.TryRead<ImmutableArray<Entry>>(json, out var entries, out var reason) && !entries.IsDefault
            ? new BearerTokens(path, random, entries)
            : throw new IdentityException(
                $"{path} holds no tokens ({reason}). Restore it, or remove it and issue anew.");
    }

    /// <summary>Makes a token that ends with this object: it is kept nowhere.</summary>
    public string IssuePassing(Caller caller)
    {
        var token = Create();
        lock (_lock)
        {
            _passing = _passing.Add(Describe(token, caller));
        }

        return token;
    }

    /// <summary>Makes a token, and keeps its hash before it is given away.</summary>
    /// <exception cref="IdentityException">It cannot be kept, or there are <see cref="IdentityLimits.TokensMax"/>.
    /// </exception>
    public string Issue(Caller caller)
    {
        var token = Create();
        lock (_lock)
        {
            if (_entries.Length >= IdentityLimits.TokensMax)
            {
                throw new IdentityException($"There are {_entries.Length} tokens already. Revoke some.");
            }

            Save(_entries.Add(Describe(token, caller)));
        }

        return token;
    }

    /// <summary>Revokes every token of a user, for all calls from now on.</summary>
    /// <returns>How many there were.</returns>
    public int Revoke(string user)
    {
        lock (_lock)
        {
            var left = _entries.RemoveAll(entry => entry.User == user);
            var count = _entries.Length - left.Length;
            if (count > 0)
            {
                Save(left);
            }

            return count;
        }
    }

    /// <summary>Whose token this is.</summary>
    /// <param name="token">As the client sent it, without <c>Bearer</c>.</param>
    /// <param name="caller">The caller where true is returned.</param>
    public bool TryFind(string token, [NotNullWhen(true)] out Caller? caller)
    {
        caller = null;
        var hash = Convert.ToHexStringLower(Hash(token));
        Entry? found = null;
        foreach (var entry in _entries.Concat(_passing))
        {
            // Every entry takes the same time, whether it is the one or not.
            found = IsSame(entry.Sha256, hash) ? entry : found;
        }

        if (found is null)
        {
            return false;
        }

        caller = new Caller(found.User, found.Groups);
        return true;
    }

    private string Create()
    {
        var bytes = new byte[TokenBytes];
        _random(bytes);
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    private static Entry Describe(string token, Caller caller) =>
        new(Convert.ToHexStringLower(Hash(token)), caller.User, caller.Groups);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static bool IsSame(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right));

    private void Save(ImmutableArray<Entry> entries)
    {
        PrivateFile.Write(_path, CoreJson.Write(entries));
        _entries = entries;
    }

    private sealed record Entry(string Sha256, string User, ImmutableArray<string> Groups);
}
