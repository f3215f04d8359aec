using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Selvedge.Edge.Network.Defence;

/// <summary>The system calls of packet sockets (Linux).</summary>
internal static unsafe partial class PacketLibc
{
    /// <summary>Sockets of packets.</summary>
    internal const int FamilyPacket = 17;

    /// <summary>Without the link's header.</summary>
    internal const int Datagram = 2;

    /// <summary>Calls never wait; programs that are started do not inherit the socket.</summary>
    internal const int Unblocked = 0x800 | 0x80000;

    /// <summary>Options of any socket.</summary>
    internal const int LevelSocket = 1;

    /// <summary>Options of packet sockets.</summary>
    internal const int LevelPacket = 263;

    /// <summary>What this machine sends is not told.</summary>
    internal const int IgnoreOutgoing = 23;

    /// <summary>Room for what is not yet read, above the machine's limit.</summary>
    internal const int ReceiveBytesForced = 33;

    /// <summary>Which packets are told.</summary>
    internal const int AttachFilter = 26;

    /// <summary><c>struct sockaddr_ll</c>.</summary>
    internal const int AddressBytes = 20;

    private const ushort EveryProtocol = 3;

    /// <summary>Writes the address of all protocols of an interface.</summary>
    internal static void WriteAddress(Span<byte> address, uint index)
    {
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, FamilyPacket);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], EveryProtocol);
        BinaryPrimitives.WriteUInt32LittleEndian(address[4..], index);
    }

    /// <summary>The number of an interface; 0: there is none.</summary>
    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial uint IndexOf(string name);

    /// <summary>Opens a socket; below 0: it does not open.</summary>
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int kind, int protocol);

    /// <summary>Binds it.</summary>
    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, byte* address, uint bytes);

    /// <summary>Sets an option.</summary>
    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(int socket, int level, int option, void* value, uint bytes);

    /// <summary>Takes one packet; below 0: there is none.</summary>
    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    internal static partial nint Receive(int socket, byte* buffer, nuint bytes, int flags);

    /// <summary>Closes it.</summary>
    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int socket);

    /// <summary><c>struct sock_filter</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

    /// <summary><c>struct sock_fprog</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Program
    {
        /// <summary>How many instructions.</summary>
        internal ushort Length;

        /// <summary>Where.</summary>
        internal Instruction* Instructions;
    }
}
