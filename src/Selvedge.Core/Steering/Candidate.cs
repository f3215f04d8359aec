using System.Collections.Immutable;
using Selvedge.Core.Serviceability;
using Selvedge.Core.Snapshots;

namespace Selvedge.Core.Steering;

/// <summary>A place on its way through the chain.</summary>
/// <param name="Location">The place.</param>
/// <param name="Verdict">Null where the table does not know the pair.</param>
/// <param name="Nodes">The nodes that may be named.</param>
internal sealed record Candidate(NetworkLocation Location, Verdict? Verdict, ImmutableArray<string> Nodes);
