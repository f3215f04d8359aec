using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Selvedge.Core.Network.Defence;
using Selvedge.Core.Resources;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Network.Defence;

/// <summary>Keeps the mitigations that the node found by itself over a restart.</summary>
internal sealed class DefenceMemory(string directory, ILogger log)
{
    private readonly LastGoodFile _file = new(directory, "mitigations", log);

    /// <summary>Those that have not ended meanwhile.</summary>
    public MitigationBook Load(DateTimeOffset now)
    {
        foreach (var content in _file.Read())
        {
            if (CoreJson.TryRead<ImmutableArray<MitigationEntry>>(content, out var kept, out _))
            {
                return new MitigationBook(
                    [
                        .. kept.Where(mitigation => mitigation.ExpiresAt > now
                            && !FlowFilters.Problems(mitigation.Filter).Any()),
                    ],
                    kept.Select(mitigation => Number(mitigation.Id)).DefaultIfEmpty().Max());
            }
        }

        return MitigationBook.Empty;
    }

    /// <summary>Writes them.</summary>
    public void Keep(MitigationBook book) => _file.TryWrite(CoreJson.Write(
        book.Mitigations.Where(mitigation => !mitigation.Ordered).ToImmutableArray()));

    private static int Number(string id) =>
        int.TryParse(id.AsSpan(id.LastIndexOf('-') + 1), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
