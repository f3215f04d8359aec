using Selvedge.Fabric.Store;

namespace Selvedge.Fabric.Tests.Store;

public sealed class SqliteResourceStoreTests : ResourceStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override async Task<IResourceStore> OpenAsync() =>
        await SqliteResourceStore.OpenAsync(_folder.File("store.db"), TimeProvider.System);
}
