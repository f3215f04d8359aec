namespace Selvedge.Core.Scaling.NodeGroups;

/// <summary>What went wrong with a group lately.</summary>
/// <param name="InARow">Failures since the last success.</param>
/// <param name="LastAt">The newest.</param>
public sealed record GroupFailures(int InARow, DateTimeOffset LastAt)
{
    /// <summary>Whether nothing is bought from the group now.</summary>
    public bool IsBroken(NodeGroupPolicy policy, DateTimeOffset now) =>
        InARow >= policy.FailuresMax && now < LastAt + policy.BreakFor;
}
