namespace Selvedge.Harness.Labs;

/// <summary>Whether this process is inside a machine of a lab: what sends packets of any shape runs nowhere else.
/// </summary>
public static class LabNamespace
{
    /// <summary>Whether it is.</summary>
    public static bool IsInside
    {
        get
        {
            // The machine's own first process is in none.
            var own = new FileInfo("/proc/self/ns/net").LinkTarget;
            return own is not null && own != new FileInfo("/proc/1/ns/net").LinkTarget;
        }
    }
}
