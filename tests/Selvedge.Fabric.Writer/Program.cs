// Writes to a store until it is killed, and prints every write that was acknowledged:
//   Selvedge.Fabric.Writer PATH SEED    then, to let it start, one line on its input
using System.Globalization;
using System.Text.Json;
using Selvedge.Core.Resources;
using Selvedge.Fabric.Store;

const int Writers = 8;
const int Names = 40;
const int HistoryRevisionsMax = 500;

var seed = int.Parse(args[1], CultureInfo.InvariantCulture);
var writeLock = new Lock();
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };

Print("booted");
_ = Console.In.ReadLine();
await using var store = await SqliteResourceStore.OpenAsync(
    args[0], TimeProvider.System, new SqliteStoreOptions { HistoryRevisionsMax = HistoryRevisionsMax });
Print("open");
await Task.WhenAll(Enumerable.Range(0, Writers).Select(index => Task.Run(() => WriteForeverAsync(index))));

async Task WriteForeverAsync(int index)
{
    var random = new Random(HashCode.Combine(seed, index));
    for (var i = 0; ; i++)
    {
        var key = new ResourceKey(ResourceNames.Sites, "default", $"n{random.Next(Names)}");
        var now = await store.GetAsync(key, CancellationToken.None);
        var value = $"{seed}-{index}-{i}";
        var isRemoval = now is not null && random.Next(8) == 0;
        var result = isRemoval
            ? await store.DeleteAsync(key, now!.Revision, CancellationToken.None)
            : await store.PutAsync(
                key, Document(value, random.Next(1, 20_000)), now?.Revision ?? 0, CancellationToken.None);
        if (result.Outcome == WriteOutcome.Written)
        {
            Print($"{(isRemoval ? "del" : "put")} {key.Name} {result.Resource!.Revision} {(isRemoval ? "-" : value)}");
        }
    }
}

static JsonElement Document(string value, int padding) => JsonElement.Parse(
    $$"""{"metadata":{},"spec":{"value":"{{value}}","padding":"{{new string('x', padding)}}"} }""");

void Print(string line)
{
    lock (writeLock)
    {
        output.WriteLine(line);
    }
}
