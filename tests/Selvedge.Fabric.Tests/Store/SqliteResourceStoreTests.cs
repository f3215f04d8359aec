using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Selvedge.Fabric.Store;

namespace Selvedge.Fabric.Tests.Store;

[UnsupportedOSPlatform("windows")]
public sealed class SqliteResourceStoreTests : ResourceStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string StorePath => _folder.File("sub/store.db");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_store_opened_again_has_everything()
    {
        await using (var store = await OpenAsync())
        {
            await WriteMixAsync(store, 150);
        }

        await using var again = await OpenAsync();
        Assert.Equal(150, await again.RevisionAsync(Cancellation));
        Assert.Equal(150, (await TakeAsync(again, null, null, 0, 150)).Count);
    }

    [Fact]
    public async Task Files_are_readable_for_their_owner_only()
    {
        await using var store = await OpenAsync();
        await WriteMixAsync(store, 10);
        var files = Directory.GetFiles(Path.GetDirectoryName(StorePath)!);
        Assert.Contains(StorePath + "-wal", files);
        Assert.All(files, file => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task History_is_cut_to_its_limit_by_itself()
    {
        await using var store = await OpenAsync(new SqliteStoreOptions { HistoryRevisionsMax = 50 });
        await WriteMixAsync(store, 150);
        await store.CompactAsync(0, Cancellation);

        var gone = await Assert.ThrowsAsync<RevisionGoneException>(() => TakeAsync(store, null, null, 0, 1));
        Assert.InRange(gone.Oldest, 150 - 55, 150 - 50);
        Assert.Equal(
            150 - gone.Oldest, (await TakeAsync(store, null, null, gone.Oldest, (int)(150 - gone.Oldest))).Count);
    }

    [Fact]
    public async Task A_watcher_that_slept_past_the_history_is_told_so()
    {
        await using var store = await OpenAsync(new SqliteStoreOptions { HistoryRevisionsMax = 50 });
        await store.PutAsync(Documents.Site("first"), Documents.Of("1"), 0, Cancellation);
        await using var watch = store.WatchAsync(null, null, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await watch.MoveNextAsync());
        await WriteMixAsync(store, 150);
        await store.CompactAsync(0, Cancellation);

        await Assert.ThrowsAsync<RevisionGoneException>(async () => await watch.MoveNextAsync());
    }

    [Fact]
    public async Task A_watcher_beyond_memory_reads_the_rest_from_the_file()
    {
        await using var store = await OpenAsync();
        var writes = StoreLimits.RecentEventsMax + 300;
        await using var watch = store.WatchAsync(null, null, 0, Cancellation).GetAsyncEnumerator(Cancellation);
        await store.PutAsync(Documents.Site("n0"), Documents.Of("0"), 0, Cancellation);
        Assert.True(await watch.MoveNextAsync());
        await Task.WhenAll(Enumerable.Range(1, writes - 1).Select(i => store.PutAsync(
            Documents.Site($"n{i}"), Documents.Of("x"), 0, Cancellation).AsTask()));

        for (var i = 2; i <= writes; i++)
        {
            Assert.True(await watch.MoveNextAsync());
            Assert.Equal(i, watch.Current.Resource.Revision);
        }
    }

    [Fact]
    public async Task A_full_store_acknowledges_nothing_and_works_again_once_there_is_space()
    {
        await using var store = await OpenAsync(new SqliteStoreOptions { FileBytesMax = 400_000 });
        var large = new string('x', 20_000);
        await store.PutAsync(Documents.Site("n"), Documents.Of(large), 0, Cancellation);
        var revision = 1L;
        StoreException? full = null;
        while (full is null)
        {
            full = await Record.ExceptionAsync(async () =>
                revision = (await store.PutAsync(Documents.Site("n"), Documents.Of(large), revision, Cancellation))
                    .Resource!.Revision) as StoreException;
        }

        Assert.Equal(StoreFault.Full, full.Fault);
        Assert.True(full.IsTransient);
        Assert.Contains("Nothing was written", full.Message, StringComparison.Ordinal);
        Assert.Equal(revision, await store.RevisionAsync(Cancellation));
        Assert.Equal(revision, (await store.GetAsync(Documents.Site("n"), Cancellation))!.Revision);
        Assert.Equal((int)revision, (await TakeAsync(store, null, null, 0, (int)revision)).Count);

        await store.CompactAsync(revision, Cancellation);
        var again = await store.PutAsync(Documents.Site("n"), Documents.Of(large), revision, Cancellation);
        Assert.Equal(WriteOutcome.Written, again.Outcome);
        Assert.Equal(revision + 1, again.Resource!.Revision);
    }

    [Fact]
    public async Task A_full_disk_acknowledges_nothing_and_the_store_works_again_once_there_is_space()
    {
        var mount = _folder.File("disk");
        Directory.CreateDirectory(mount);
        Assert.SkipUnless(
            await RunAsync("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", mount) == 0, "cannot mount a small disk");
        try
        {
            await using var store = await SqliteResourceStore.OpenAsync(
                Path.Combine(mount, "store.db"), TimeProvider.System, cancellation: Cancellation);
            var ballast = Path.Combine(mount, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[1_000_000], Cancellation);
            var acknowledged = 0;
            var error = await Record.ExceptionAsync(async () =>
            {
                for (; ; acknowledged++)
                {
                    var large = Documents.Of(new string('x', 30_000));
                    await store.PutAsync(Documents.Site($"n{acknowledged}"), large, 0, Cancellation);
                }
            });

            Assert.Equal(StoreFault.Full, Assert.IsType<StoreException>(error).Fault);
            Assert.Equal(acknowledged, await store.RevisionAsync(Cancellation));
            Assert.Equal(acknowledged, (await TakeAsync(store, null, null, 0, acknowledged)).Count);

            File.Delete(ballast);
            var again = await store.PutAsync(Documents.Site("again"), Documents.Of("x"), 0, Cancellation);
            Assert.Equal(acknowledged + 1, again.Resource!.Revision);
        }
        finally
        {
            await RunAsync("umount", mount);
        }
    }

    [Fact]
    public async Task A_store_in_use_is_refused()
    {
        await using var store = await OpenAsync();
        var error = await Assert.ThrowsAsync<StoreException>(OpenAsync);
        Assert.Equal(StoreFault.Locked, error.Fault);
        Assert.Contains(StorePath, error.Message, StringComparison.Ordinal);

        // The refusal must not have dropped the first one's locks.
        await WriteMixAsync(store, 10);
    }

    [Fact]
    public async Task A_writer_of_another_program_is_a_clear_error_and_passes()
    {
        await using var store = await OpenAsync();
        using (var other = new SqliteConnection($"Data Source={StorePath};Pooling=False"))
        {
            await other.OpenAsync(Cancellation);
            await using var held = await other.BeginTransactionAsync(Cancellation);
            var error = await Assert.ThrowsAsync<StoreException>(async () =>
                await store.PutAsync(Documents.Site("a"), Documents.Of("1"), 0, Cancellation));
            Assert.Equal(StoreFault.Locked, error.Fault);
            Assert.Null(await store.GetAsync(Documents.Site("a"), Cancellation));
        }

        await WriteMixAsync(store, 10);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_the_fix()
    {
        await using (var store = await OpenAsync())
        {
            await WriteMixAsync(store, 100);
        }

        await using (var file = File.OpenWrite(StorePath))
        {
            file.Position = 4_096;
            await file.WriteAsync(Enumerable.Repeat((byte)0xA5, (int)file.Length - 4_096).ToArray(), Cancellation);
        }

        var error = await Assert.ThrowsAsync<StoreException>(OpenAsync);
        Assert.Equal(StoreFault.Corrupt, error.Fault);
        Assert.False(error.IsTransient);
        Assert.Contains("restore the newest backup", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StorePath)!);
        await File.WriteAllTextAsync(StorePath, new string('?', 9_000), Cancellation);
        var error = await Assert.ThrowsAsync<StoreException>(OpenAsync);
        Assert.Equal(StoreFault.Corrupt, error.Fault);
        Assert.Equal(new string('?', 9_000), await File.ReadAllTextAsync(StorePath, Cancellation));
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StorePath)!);
        using (var other = new SqliteConnection($"Data Source={StorePath};Pooling=False"))
        {
            await other.OpenAsync(Cancellation);
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE songs (name TEXT)";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        var before = await File.ReadAllBytesAsync(StorePath, Cancellation);
        var error = await Assert.ThrowsAsync<StoreException>(OpenAsync);
        Assert.Equal(StoreFault.Foreign, error.Fault);
        Assert.Equal(before, await File.ReadAllBytesAsync(StorePath, Cancellation));
    }

    [Fact]
    public async Task A_path_that_cannot_be_written_is_refused_with_the_fix()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() =>
            SqliteResourceStore.OpenAsync("/proc/selvedge/store.db", TimeProvider.System, cancellation: Cancellation));
        Assert.Equal(StoreFault.Unreachable, error.Fault);
    }

    protected override Task<IResourceStore> OpenAsync() => OpenAsync(new SqliteStoreOptions());

    private async Task<IResourceStore> OpenAsync(SqliteStoreOptions options) =>
        await SqliteResourceStore.OpenAsync(StorePath, TimeProvider.System, options, Cancellation);

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            })!;
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
