using System.Collections.Immutable;

namespace Selvedge.Core.Resources;

/// <summary>The part of Kubernetes' ObjectMeta that decisions read. The API keeps the whole of it as JSON.</summary>
public sealed record ObjectMeta
{
    /// <summary>A DNS subdomain name (RFC 1123).</summary>
    public string Name { get; init; } = "";

    /// <summary>Empty for kinds that are not namespaced.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Unique over all time.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The store's revision at which the document last changed, as decimal text.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>Rises by one each time the spec changes. 0 before the first write.</summary>
    public long Generation { get; init; }

    /// <summary>When the document was first stored.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Set once deletion was asked for and finalizers still hold the document.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>The operator's own keys.</summary>
    public ImmutableDictionary<string, string> Labels { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Notes for tools.</summary>
    public ImmutableDictionary<string, string> Annotations { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What the document depends on.</summary>
    public ImmutableArray<OwnerReference> OwnerReferences { get; init; } = [];

    /// <summary>Whether a document with this uid manages it.</summary>
    public bool IsControlledBy(string uid) =>
        OwnerReferences.Any(owner => owner.Controller && owner.Uid == uid && uid.Length > 0);
}
