using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Selvedge.Core.Network.Balancing;

/// <summary>Numbers drawn from names: the same on every machine and in every version, since several balancers must
/// agree.</summary>
internal static class NameHash
{
    /// <summary>A number of 64 bits.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="salt">Another one gives an independent number.</param>
    public static ulong Of(string name, byte salt)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([salt, .. Encoding.UTF8.GetBytes(name)], hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
