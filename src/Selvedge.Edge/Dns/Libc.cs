using System.Runtime.InteropServices;

namespace Selvedge.Edge.Dns;

/// <summary>The two system calls that .NET's sockets do not offer: many packets at once (Linux).</summary>
internal static unsafe partial class Libc
{
    /// <summary>Wait for one packet, then take what is there.</summary>
    internal const int WaitForOne = 0x10000;

    /// <summary>Nothing came within the socket's time-out.</summary>
    internal const int Again = 11;

    /// <summary>A signal came in between.</summary>
    internal const int Interrupted = 4;

    /// <summary>The kernel had to cut the packet.</summary>
    internal const int Truncated = 0x20;

    /// <summary>IPv4, as the kernel numbers families.</summary>
    internal const ushort FamilyIPv4 = 2;

    /// <summary>IPv6, as the kernel numbers families.</summary>
    internal const ushort FamilyIPv6 = 10;

    /// <summary>Receives up to <paramref name="count"/> packets.</summary>
    /// <returns>How many, or -1.</returns>
    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    internal static partial int ReceiveMany(nint socket, MessageHeader* messages, uint count, int flags, void* timeout);

    /// <summary>Sends up to <paramref name="count"/> packets.</summary>
    /// <returns>How many, or -1 where the first failed.</returns>
    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    internal static partial int SendMany(nint socket, MessageHeader* messages, uint count, int flags);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Vector
    {
        /// <summary>Where.</summary>
        internal byte* Start;

        /// <summary>How many bytes.</summary>
        internal nuint Bytes;
    }

    /// <summary><c>struct mmsghdr</c>: a <c>struct msghdr</c>, padded to eight bytes, then its length.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessageHeader
    {
        /// <summary>The peer's address.</summary>
        internal byte* Name;

        /// <summary>Its length.</summary>
        internal uint NameBytes;

        /// <summary>The parts of the packet.</summary>
        internal Vector* Vectors;

        /// <summary>How many.</summary>
        internal nuint VectorCount;

        /// <summary>Ancillary data.</summary>
        internal byte* Control;

        /// <summary>Its length.</summary>
        internal nuint ControlBytes;

        /// <summary>What happened to the packet.</summary>
        internal int Flags;

        /// <summary>The inner struct ends on a multiple of eight bytes.</summary>
        internal int Padding;

        /// <summary>How many bytes were received or sent.</summary>
        internal uint Bytes;
    }
}
