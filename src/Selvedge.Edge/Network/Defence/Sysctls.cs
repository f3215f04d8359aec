namespace Selvedge.Edge.Network.Defence;

/// <summary>Settings of the kernel. Never throws.</summary>
internal sealed class Sysctls(string folder)
{
    /// <summary>Sets one where it is not so already.</summary>
    /// <returns>What is wrong, with the way out; null: it is so.</returns>
    public string? Ensure(string name, string value)
    {
        var path = Path.Combine(folder, name.Replace('.', '/'));
        try
        {
            if (File.ReadAllText(path).Trim() != value)
            {
                File.WriteAllText(path, value);
            }

            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The kernel's {name} cannot be set to {value}: {error.Message} Run sysctl -w {name}={value} as "
                + "root.";
        }
    }
}
