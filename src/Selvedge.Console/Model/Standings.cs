namespace Selvedge.Console.Model;

/// <summary>Joins standings.</summary>
internal static class Standings
{
    /// <summary>How the whole stands: its parts' standing where they agree, unknown where there are none. What is
    /// drained harms nothing as long as something else serves.</summary>
    public static Standing Of(IEnumerable<Standing> parts)
    {
        int count = 0, shut = 0, unknown = 0, held = 0, degraded = 0, drained = 0;
        foreach (var part in parts)
        {
            count++;
            shut += part == Standing.Shut ? 1 : 0;
            unknown += part is Standing.Unknown or Standing.Unplaced ? 1 : 0;
            held += part == Standing.Held ? 1 : 0;
            degraded += part == Standing.Degraded ? 1 : 0;
            drained += part == Standing.Drained ? 1 : 0;
        }

        return count == unknown ? Standing.Unknown
            : drained + unknown == count ? Standing.Drained
            : shut + drained + unknown == count ? Standing.Shut
            : shut + degraded > 0 ? Standing.Degraded
            : held > 0 ? Standing.Held
            : Standing.Serviceable;
    }
}
