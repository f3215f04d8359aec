namespace Selvedge.Core.Workloads.Rollouts;

/// <summary>Which places may change: one first, then as many at once as have succeeded. Pure.</summary>
internal static class RolloutWaves
{
    /// <summary>The places that may go over to the new template now.</summary>
    /// <param name="updated">Places that run it well.</param>
    /// <param name="begun">Places on their way, sorted.</param>
    /// <param name="waiting">Places that still run another, sorted.</param>
    public static IEnumerable<string> Admitted(
        int updated, IReadOnlyCollection<string> begun, IReadOnlyCollection<string> waiting)
    {
        var atOnce = Math.Max(1, updated);
        return begun.Concat(waiting.Take(Math.Max(0, atOnce - begun.Count)));
    }
}
