using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Store;
using Selvedge.Fabric.Tests.Store;

namespace Selvedge.Fabric.Tests.Identity;

/// <summary>The contract of stores holds through the seal; and what the seal is for.</summary>
public sealed class SealedResourceStoreTests : ResourceStoreContract, IDisposable
{
    private const string Marker = "VGhlTWFya2VyT2ZUaGlzVGVzdA==";
    private static readonly ResourceKey Key = new(ResourceNames.Secrets, "default", "tls");

    private readonly TemporaryFolder _folder = new();
    private readonly SecretBox _box = new(new byte[32], RandomNumberGenerator.Fill);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_secret_comes_back_whole_from_every_way_of_reading()
    {
        await using var store = await OpenAsync();
        var put = await store.PutAsync(Key, Secret(Marker), 0, Cancellation);
        Check(put.Resource!, 1);
        Check((await store.GetAsync(Key, Cancellation))!, 1);
        Check(Assert.Single((await store.ListAsync(ResourceNames.Secrets, null, Cancellation)).Items), 1);
        Check((await TakeAsync(store, null, null, 0, 1))[0].Resource, 1);
        Check((await store.PutAsync(Key, Secret("other"), 0, Cancellation)).Resource!, 1);
        Check((await store.DeleteAsync(Key, 0, Cancellation)).Resource!, 2);
        Check((await TakeAsync(store, ResourceNames.Secrets, "default", 1, 1))[0].Resource, 2);
    }

    [Fact]
    public async Task No_file_of_the_store_ever_holds_the_plaintext()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 50; i++)
        {
            await store.PutAsync(Key with { Name = $"n{i}" }, Secret(Marker), 0, Cancellation);
        }

        await store.DeleteAsync(Key with { Name = "n1" }, 0, Cancellation);
        await store.PutAsync(Documents.Site("canary"), Documents.Of("TheCanaryThatIsFound"), 0, Cancellation);

        var files = Directory.GetFiles(_folder.Path)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .ToList();
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.Contains(files, file => Contains(file, "TheCanaryThatIsFound"));
        Assert.DoesNotContain(files, file => Contains(file, Marker));
        Assert.DoesNotContain(files, file => Contains(file, "TheMarkerOfThisTest"));
        Assert.DoesNotContain(files, file => Contains(file, "last-applied"));

        await store.DisposeAsync();
        Assert.DoesNotContain(Directory.GetFiles(_folder.Path), file => Contains(file, Marker));
    }

    [Fact]
    public async Task A_sealed_secret_moved_to_another_name_is_refused()
    {
        await using var inner = await OpenInnerAsync();
        await using var store = new SealedResourceStore(inner, _box);
        await store.PutAsync(Key, Secret(Marker), 0, Cancellation);
        var stolen = (await inner.GetAsync(Key, Cancellation))!.Document;
        await inner.PutAsync(Key with { Name = "mine" }, stolen, 0, Cancellation);

        var error = await Assert.ThrowsAsync<IdentityException>(async () =>
            await store.GetAsync(Key with { Name = "mine" }, Cancellation));
        Assert.Contains("secrets/default/mine", error.Message, StringComparison.Ordinal);
        Check((await store.GetAsync(Key, Cancellation))!, 1);
    }

    [Fact]
    public async Task Plaintext_put_into_the_file_by_hand_is_refused()
    {
        await using var inner = await OpenInnerAsync();
        await using var store = new SealedResourceStore(inner, _box);
        await inner.PutAsync(Key, Secret("forged"), 0, Cancellation);
        await Assert.ThrowsAsync<IdentityException>(async () => await store.GetAsync(Key, Cancellation));
    }

    [Fact]
    public async Task StringData_is_refused()
    {
        await using var store = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.PutAsync(
            Key, JsonElement.Parse("""{"metadata":{},"stringData":{"a":"b"}}"""), 0, Cancellation));
        Assert.Equal(0, await store.RevisionAsync(Cancellation));
    }

    protected override async Task<IResourceStore> OpenAsync() =>
        new SealedResourceStore(await OpenInnerAsync(), _box);

    private Task<SqliteResourceStore> OpenInnerAsync() =>
        SqliteResourceStore.OpenAsync(_folder.File("store.db"), TimeProvider.System);

    private static JsonElement Secret(string data) => JsonElement.Parse($$"""
        {"apiVersion":"v1","kind":"Secret",
         "metadata":{"name":"tls","namespace":"default",
           "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":{\"k\":\"{{data}}\"} }"} },
         "type":"Opaque","data":{"key":"{{data}}"} }
        """);

    private static void Check(StoredResource stored, long revision)
    {
        Assert.Equal(revision, stored.Revision);
        Assert.Equal(Marker, CoreJson.Read<Secret>(stored.Document).Data["key"]);
        Assert.Equal($"{revision}", Documents.Version(stored.Document));
        Assert.False(stored.Document.TryGetProperty("sealed", out _));
    }

    private static bool Contains(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }
}
