using System.Runtime.InteropServices;

namespace Selvedge.Edge.Workloads.Runtimes;

/// <summary>Signals to processes, which .NET has only one of.</summary>
internal static partial class Signals
{
    /// <summary>Asks to end.</summary>
    public const int Terminate = 15;

    /// <summary>Ends.</summary>
    public const int Kill = 9;

    /// <summary>Sends a signal to a process, or to a group of them by its negative number. One that is gone is no
    /// error.</summary>
    public static void Send(int pid, int signal) => _ = SendSignal(pid, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
