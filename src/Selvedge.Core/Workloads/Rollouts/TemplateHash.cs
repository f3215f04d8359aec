using System.Security.Cryptography;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>A short name for the content of a pod template: ten characters that spell no word, as Kubernetes'.</summary>
public static class TemplateHash
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private const int Length = 10;

    /// <summary>The same template gives the same hash, on every machine. Of the metadata only labels and annotations
    /// count.</summary>
    public static string Of(PodTemplate template)
    {
        // Immutable dictionaries have no order of their own.
        var labels = template.Metadata.Labels.OrderBy(label => label.Key, StringComparer.Ordinal).ToArray();
        var notes = template.Metadata.Annotations.OrderBy(note => note.Key, StringComparer.Ordinal).ToArray();
        var hash = SHA256.HashData(CoreJson.Write(new Content(labels, notes, template.Spec)));
        return string.Concat(hash.Take(Length).Select(octet => Letters[octet % Letters.Length]));
    }

    private sealed record Content(
        KeyValuePair<string, string>[] Labels, KeyValuePair<string, string>[] Annotations, PodSpec Spec);
}
