using System.Security.Cryptography;
using System.Text;
using Selvedge.Core.Resources;

namespace Selvedge.Core.Scaling.Vertical;

/// <summary>A <see cref="ContainerHistory"/> as bytes: one line with the SHA-256 of the rest, then JSON.</summary>
public static class HistoryCheckpoint
{
    private const int HashLength = 64;

    /// <summary>Writes the bytes.</summary>
    public static byte[] Write(ContainerHistory history)
    {
        var json = CoreJson.Write(history);
        return [.. Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)) + "\n"), .. json];
    }

    /// <summary>Reads the bytes back.</summary>
    /// <param name="bytes">Of whatever content.</param>
    /// <param name="word">Empty where all is well; else one sentence: what is wrong and that it starts anew.</param>
    /// <returns>What was written, or an empty history.</returns>
    public static ContainerHistory Read(ReadOnlySpan<byte> bytes, out string word)
    {
        if (bytes.Length <= HashLength + 1 || bytes[HashLength] != (byte)'\n')
        {
            return Anew("The checkpoint is cut short", out word);
        }

        var json = bytes[(HashLength + 1)..];
        if (!Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)))
            .AsSpan().SequenceEqual(bytes[..HashLength]))
        {
            return Anew("The checkpoint does not have its checksum", out word);
        }

        if (!CoreJson.TryRead<ContainerHistory>(json, out var history, out _) || !IsSound(history.Cpu)
            || !IsSound(history.Memory))
        {
            return Anew("The checkpoint is of another form", out word);
        }

        word = "";
        return history;
    }

    private static ContainerHistory Anew(string what, out string word)
    {
        word = $"{what}: the history begins anew.";
        return new ContainerHistory();
    }

    private static bool IsSound(DecayingHistogram histogram) =>
        histogram.Weights.Length == DecayingHistogram.Buckets && histogram.First > 0
        && histogram.HalfLife > TimeSpan.Zero
        && histogram.Weights.All(weight => double.IsFinite(weight) && weight >= 0);
}
