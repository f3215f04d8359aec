namespace Selvedge.Fabric.Identity;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    /// <summary>0600.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file, or creates it with 0600.</summary>
    public static FileStream OpenOrCreate(string path, FileShare share) =>
        new(path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, share));

    private static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Selvedge keeps its files private by Unix permissions.");
        }

        return new FileStreamOptions { Mode = mode, Access = access, Share = share, UnixCreateMode = Mode };
    }
}
