using System.Security.Cryptography;

namespace Selvedge.Processes;

/// <summary>Where ids come from in a running process. Decisions take them as parameters, so that a test can
/// replay.</summary>
internal static class Randomness
{
    /// <summary>64 random bits in hexadecimal: unique enough for one network.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>An id in the form of Kubernetes' uid (RFC 9562, version 4).</summary>
    public static string NewUid()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
