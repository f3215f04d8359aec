using System.Collections.Immutable;
using Selvedge.Core.Workloads;

namespace Selvedge.Core.Snapshots;

/// <summary>A pod that runs on one node of the location, with everything that it needs: it starts without control and
/// bus.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Unique over all time: another pod of the same name is another pod.</param>
/// <param name="Node">The node that runs it; others leave it alone.</param>
/// <param name="Labels">By which services select it.</param>
/// <param name="Annotations">For variables that name them.</param>
/// <param name="Spec">What runs.</param>
/// <param name="Texts">The ConfigMaps that it names, by <c>name</c> and entry; bytes that are no text are left
/// out.</param>
/// <param name="Secrets">The Secrets that it names, in base64, by <c>name</c> and entry. Kept out of every log.</param>
public sealed record PodSection(
    string Namespace,
    string Name,
    string Uid,
    string Node,
    ImmutableSortedDictionary<string, string> Labels,
    ImmutableSortedDictionary<string, string> Annotations,
    PodSpec Spec,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Texts,
    ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, string>> Secrets)
{
    /// <summary>Without the content, which may hold secrets.</summary>
    public override string ToString() => $"PodSection {{ {Namespace}/{Name}, Node = {Node} }}";
}
