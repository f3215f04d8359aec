using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

namespace Selvedge.Fabric.Identity;

/// <summary>A store whose Secrets are sealed before they reach the store beneath, and opened on the way back.</summary>
/// <remarks>The whole document is sealed, not its <c>data</c> alone: <c>kubectl apply</c> repeats the data in an
/// annotation. Only apiVersion, kind, name and namespace stay readable. A Secret that cannot be opened fails the read:
/// shown without its data, the next writer would lose it.</remarks>
/// <param name="inner">The store beneath; closed with this one.</param>
/// <param name="box">Seals and opens.</param>
public sealed class SealedResourceStore(IResourceStore inner, SecretBox box) : IResourceStore
{
    private const string SealedMember = "sealed";

    /// <inheritdoc/>
    public ValueTask<long> RevisionAsync(CancellationToken cancellation) => inner.RevisionAsync(cancellation);

    /// <inheritdoc/>
    /// <exception cref="IdentityException">The Secret cannot be opened.</exception>
    public async ValueTask<StoredResource?> GetAsync(ResourceKey key, CancellationToken cancellation) =>
        Open(await inner.GetAsync(key, cancellation));

    /// <inheritdoc/>
    /// <exception cref="IdentityException">A Secret cannot be opened.</exception>
    public async ValueTask<StoredList> ListAsync(
        string resource, string? namespaceName, CancellationToken cancellation)
    {
        var list = await inner.ListAsync(resource, namespaceName, cancellation);
        return resource == ResourceNames.Secrets ? list with { Items = [.. list.Items.Select(Open)!] } : list;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A Secret still has <c>stringData</c>: the API merges it into <c>data</c>.
    /// </exception>
    public async ValueTask<WriteResult> PutAsync(
        ResourceKey key, JsonElement document, long expected, CancellationToken cancellation)
    {
        if (key.Resource != ResourceNames.Secrets)
        {
            return await inner.PutAsync(key, document, expected, cancellation);
        }

        // Also checks the document, so that a wrong one is refused as the store beneath would.
        var plain = VersionedDocument.Create(document).At(0);
        if (document.TryGetProperty("stringData"u8, out _))
        {
            throw new ArgumentException("stringData is merged into data before a Secret is stored.", nameof(document));
        }

        var result = await inner.PutAsync(key, Seal(key, document, plain), expected, cancellation);
        return result with { Resource = Open(result.Resource) };
    }

    /// <inheritdoc/>
    public async ValueTask<WriteResult> DeleteAsync(ResourceKey key, long expected, CancellationToken cancellation)
    {
        var result = await inner.DeleteAsync(key, expected, cancellation);
        return result with { Resource = Open(result.Resource) };
    }

    /// <inheritdoc/>
    /// <exception cref="IdentityException">A Secret cannot be opened.</exception>
    public async IAsyncEnumerable<StoreEvent> WatchAsync(
        string? resource, string? namespaceName, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var change in inner.WatchAsync(resource, namespaceName, after, cancellation))
        {
            yield return change with { Resource = Open(change.Resource)! };
        }
    }

    /// <inheritdoc/>
    public ValueTask CompactAsync(long upTo, CancellationToken cancellation) => inner.CompactAsync(upTo, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static byte[] BelongsTo(ResourceKey key) => Encoding.UTF8.GetBytes(key.ToString());

    private JsonElement Seal(ResourceKey key, JsonElement document, byte[] plain)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (document.TryGetProperty(name, out var value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteStartObject("metadata"u8);
        writer.WriteString("name"u8, key.Name);
        writer.WriteString("namespace"u8, key.Namespace);
        writer.WriteEndObject();
        writer.WriteBase64String(SealedMember, box.Seal(plain, BelongsTo(key)));
        writer.WriteEndObject();
        writer.Flush();
        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private StoredResource? Open(StoredResource? stored)
    {
        if (stored is null || stored.Key.Resource != ResourceNames.Secrets)
        {
            return stored;
        }

        if (!stored.Document.TryGetProperty(SealedMember, out var member) ||
            member.ValueKind != JsonValueKind.String ||
            !member.TryGetBytesFromBase64(out var sealedText))
        {
            throw Broken(stored.Key, SealRefusal.Truncated);
        }

        return box.TryOpen(sealedText, BelongsTo(stored.Key), out var plain, out var refusal)
            ? stored with { Document = AtRevision(plain, stored.Revision) }
            : throw Broken(stored.Key, refusal);
    }

    private static JsonElement AtRevision(byte[] plain, long revision) =>
        JsonElement.Parse(VersionedDocument.Create(JsonElement.Parse(plain)).At(revision));

    private static IdentityException Broken(ResourceKey key, SealRefusal refusal) => new(
        $"{key} cannot be opened ({refusal}). Start with the master key that sealed it; if the store was changed by " +
        "hand, restore it.");
}
