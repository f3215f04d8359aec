namespace Selvedge.Fabric.Identity;

/// <summary>Files that only their owner may read.</summary>
internal static class PrivateFile
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file, or creates it with 0600.</summary>
    public static FileStream OpenOrCreate(string path, FileShare share) => Open(path, FileMode.OpenOrCreate, share);

    /// <summary>Reads a file that holds a secret.</summary>
    /// <returns>Null: there is none.</returns>
    /// <exception cref="IdentityException">Others may read it, or nobody can.</exception>
    public static byte[]? Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return null;
            }

            var mode = OperatingSystem.IsWindows() ? Mode : File.GetUnixFileMode(path);
            return (mode & ~Mode) == UnixFileMode.None
                ? File.ReadAllBytes(path)
                : throw new IdentityException($"Others may read {path}. If it never leaked, run: chmod 600 {path}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"{path} cannot be read. Make it readable for this user.", error);
        }
    }

    /// <summary>Writes a file with 0600, whole or not at all, creating its folder.</summary>
    /// <exception cref="IdentityException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var draft = path + ".new";
            File.Delete(draft);
            using (var stream = Open(draft, FileMode.CreateNew, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException(
                $"{path} cannot be written. Make its folder writable for this user, and free space.", error);
        }
    }

    private static FileStream Open(string path, FileMode mode, FileShare share)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Selvedge keeps its files private by Unix permissions.");
        }

        return new FileStream(
            path,
            new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, UnixCreateMode = Mode });
    }
}
