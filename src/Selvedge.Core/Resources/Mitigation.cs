namespace Selvedge.Core.Resources;

/// <summary>Packets that nodes drop for a time, because a person or a program said so.</summary>
public sealed record Mitigation
{
    /// <summary>The name; not namespaced.</summary>
    public ObjectMeta Metadata { get; init; } = new();

    /// <summary>What is to be dropped.</summary>
    public MitigationSpec Spec { get; init; } = new();

    /// <summary>When it ends. Whatever was written, not later than <see cref="MitigationSpec.LongestTime"/> after it
    /// was stored.</summary>
    public DateTimeOffset ExpiresAt
    {
        get
        {
            var stored = Metadata.CreationTimestamp ?? DateTimeOffset.MinValue;
            var after = Spec.ExpiresAfter < MitigationSpec.LongestTime ? Spec.ExpiresAfter : MitigationSpec.LongestTime;
            var wanted = Spec.ExpiresAt ?? stored + after;
            return wanted < stored + MitigationSpec.LongestTime ? wanted : stored + MitigationSpec.LongestTime;
        }
    }
}
