namespace Selvedge.Core.Network.Balancing;

/// <summary>What has to be changed in the kernel for it to have another table.</summary>
public static class SlotDifference
{
    /// <summary>The slots whose value differs.</summary>
    /// <param name="present">The value of each slot as the kernel has it; 0: none.</param>
    /// <param name="wanted">The value of each slot as it should be; 0: none.</param>
    public static IReadOnlyList<int> Find(ReadOnlySpan<uint> present, ReadOnlySpan<uint> wanted)
    {
        if (present.Length != wanted.Length)
        {
            throw new ArgumentException("Both tables have the same slots.", nameof(wanted));
        }

        var changed = new List<int>();
        for (var slot = 0; slot < wanted.Length; slot++)
        {
            if (present[slot] != wanted[slot])
            {
                changed.Add(slot);
            }
        }

        return changed;
    }
}
