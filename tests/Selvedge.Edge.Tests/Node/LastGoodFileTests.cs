using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Selvedge.Edge.Node;

namespace Selvedge.Edge.Tests.Node;

public sealed class LastGoodFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("selvedge-file-").FullName;

    private string Current => Path.Combine(_directory, "snapshot");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_newest_comes_first_then_the_one_before_it()
    {
        var file = File();
        Assert.Empty(file.Read());
        foreach (var content in new byte[] { 1, 2, 3 })
        {
            Assert.True(file.TryWrite([content]));
        }

        Assert.Equal([[3], [2]], File().Read());
        file.StepBack();
        Assert.Equal([[2]], File().Read());
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        Assert.True(File().TryWrite([1]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(Current));
        }
    }

    [Fact]
    public void Damage_anywhere_is_noticed_and_the_generation_before_is_used() => Gen.Select(
        Gen.Byte.Array[1, 50], Gen.Int[0, 1000], Gen.Int[1, 255], Gen.Bool).Sample((content, at, xor, truncate) =>
    {
        var file = File();
        Assert.True(file.TryWrite([9, 9]));
        Assert.True(file.TryWrite(content));
        var bytes = System.IO.File.ReadAllBytes(Current);
        at %= bytes.Length;
        bytes[at] ^= (byte)xor;
        System.IO.File.WriteAllBytes(Current, truncate ? bytes[..at] : bytes);
        Assert.Equal([9, 9], file.Read().First());
    }, iter: 100, threads: 1);

    [Fact]
    public void A_disk_that_refuses_is_no_end()
    {
        System.IO.File.WriteAllText(Path.Combine(_directory, "in-the-way"), "");
        var file = new LastGoodFile(Path.Combine(_directory, "in-the-way"), "snapshot", NullLogger.Instance);
        Assert.False(file.TryWrite([1]));
        Assert.Empty(file.Read());
        Assert.NotNull(file.Refusal);

        System.IO.File.Delete(Path.Combine(_directory, "in-the-way"));
        Assert.True(file.TryWrite([1]));
        Assert.Null(file.Refusal);
    }

    private LastGoodFile File() => new(_directory, "snapshot", NullLogger.Instance);
}
