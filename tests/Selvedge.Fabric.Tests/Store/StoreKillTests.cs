using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Selvedge.Fabric.Tests.Store;

/// <summary>A real process writes, is killed with SIGKILL at random moments, and nothing acknowledged may be lost.
/// </summary>
public sealed class StoreKillTests : IDisposable
{
    private const int Rounds = 205;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, Ack> _newest = new(StringComparer.Ordinal);
    private long _acknowledged;
    private long _revision;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_acknowledged_write_is_lost_in_205_kills_of_the_writer()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var path = _folder.File("store.db");
        var next = Start(path, 0);
        for (var round = 0; round < Rounds; round++)
        {
            using var writer = next;
            // The next process starts up while this one writes.
            next = Start(path, round + 1);
            var acks = await KillAtRandomAsync(writer, random);
            CheckFile(path, acks, $"seed {seed}, round {round}");
        }

        next.Kill();
        next.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {seed}: {Rounds} kills, {_acknowledged} acknowledged writes, {_revision} revisions");
        Assert.True(_acknowledged > Rounds, $"Only {_acknowledged} writes were acknowledged.");
    }

    private static Process Start(string path, int seed)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        var program = Path.Combine(
            AppContext.BaseDirectory, "../../Selvedge.Fabric.Writer", configuration, "Selvedge.Fabric.Writer");
        return Process.Start(new ProcessStartInfo(program, [path, seed.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    private static async Task<List<Ack>> KillAtRandomAsync(Process writer, Random random)
    {
        Assert.Equal("booted", await ReadAsync(writer));
        await writer.StandardInput.WriteLineAsync();
        var isKilledWhileOpening = random.Next(10) == 0;
        var killAfterAcks = random.Next(1, 60);
        if (isKilledWhileOpening)
        {
            await Task.Delay(random.Next(60));
            writer.Kill();
        }

        var acks = new List<Ack>();
        while (await ReadAsync(writer) is { } line)
        {
            if (Ack.TryParse(line, out var ack))
            {
                acks.Add(ack);
            }

            if (acks.Count == killAfterAcks)
            {
                writer.Kill();
            }
        }

        await writer.WaitForExitAsync().WaitAsync(Deadline);
        Assert.Equal(128 + 9, writer.ExitCode);
        return acks;
    }

    private static async Task<string?> ReadAsync(Process writer) =>
        await writer.StandardOutput.ReadLineAsync().WaitAsync(Deadline);

    private void CheckFile(string path, List<Ack> acks, string where)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            Assert.Empty(acks);
            return;
        }

        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Assert.Equal("ok", Rows(connection, "PRAGMA integrity_check").Single()[0]);
        if (Rows(connection, "SELECT 1 FROM sqlite_schema").Count == 0)
        {
            Assert.Empty(acks);
            return;
        }

        var state = Rows(connection, "SELECT revision, compacted FROM state").Single();
        var (revision, compacted) = (Number(state[0]), Number(state[1]));
        Assert.True(revision >= _revision, $"{where}: revision {revision} after {_revision}");
        _revision = revision;
        var history = Rows(
            connection, "SELECT revision, name, kind, json_extract(document, '$.spec.value') FROM history");
        Assert.Equal(Range(compacted + 1, revision), history.Select(row => Number(row[0])).Order());

        var byRevision = history.ToDictionary(row => Number(row[0]));
        foreach (var ack in acks)
        {
            _acknowledged++;
            if (ack.Revision > compacted)
            {
                Assert.True(byRevision.TryGetValue(ack.Revision, out var row), $"{where}: {ack} is lost");
                Assert.Equal(ack.Name, row![1]);
                Assert.True(ack.IsRemoval ? row[2] == "2" : row[3] == ack.Value, $"{where}: {ack} is {row[3]}");
            }

            if (!_newest.TryGetValue(ack.Name, out var before) || ack.Revision > before.Revision)
            {
                _newest[ack.Name] = ack;
            }
        }

        var present = Rows(
                connection, "SELECT name, revision, json_extract(document, '$.spec.value') FROM present")
            .ToDictionary(row => row[0], StringComparer.Ordinal);
        foreach (var ack in _newest.Values)
        {
            CheckPresent(ack, present.GetValueOrDefault(ack.Name), history, where);
        }
    }

    // The newest acknowledged write of a name stands, unless one that was not acknowledged in time came after it.
    private static void CheckPresent(Ack ack, string[]? present, List<string[]> history, string where)
    {
        var later = history.Where(row => row[1] == ack.Name && Number(row[0]) > ack.Revision).ToList();
        if (later.Count > 0)
        {
            var last = later.MaxBy(row => Number(row[0]))!;
            Assert.True(
                last[2] == "2" ? present is null : present?[1] == last[0], $"{where}: {ack.Name} is not {last[0]}");
        }
        else if (ack.IsRemoval)
        {
            Assert.True(present is null, $"{where}: {ack} is back");
        }
        else
        {
            Assert.True(present is not null, $"{where}: {ack} is lost");
            var isSame = Number(present[1]) == ack.Revision && present[2] == ack.Value;
            Assert.True(isSame || Number(present[1]) > ack.Revision, $"{where}: {ack} is {present[1]} {present[2]}");
        }
    }

    private static IEnumerable<long> Range(long first, long last)
    {
        for (var i = first; i <= last; i++)
        {
            yield return i;
        }
    }

    private static List<string[]> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            rows.Add(
                [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))]);
        }

        return rows;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Ack(bool IsRemoval, string Name, long Revision, string Value)
    {
        public static bool TryParse(string line, out Ack ack)
        {
            var parts = line.Split(' ');
            ack = parts.Length == 4 ? new Ack(parts[0] == "del", parts[1], Number(parts[2]), parts[3]) : null!;
            return parts.Length == 4;
        }
    }
}
