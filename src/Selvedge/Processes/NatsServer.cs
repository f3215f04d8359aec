using System.Diagnostics;
using System.Globalization;

namespace Selvedge.Processes;

/// <summary>Speaks to the nats-server of this machine as its operator would.</summary>
internal static class NatsServer
{
    private const string Program = "nats-server";

    /// <summary>Makes it read its configuration again, by SIGHUP.</summary>
    /// <param name="pidFile">Written by the server.</param>
    /// <returns>False: it does not run, and reads the configuration when it starts.</returns>
    public static bool Reload(string pidFile)
    {
        try
        {
            // The id may have gone to another program since: that one must not be told anything.
            if (!int.TryParse(File.ReadAllText(pidFile), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/comm")).Trim() != Program)
            {
                return false;
            }

            using var kill = Process.Start("/bin/kill", ["-s", "HUP", id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            return kill.ExitCode == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
