using System.Runtime.Versioning;
using System.Security.Cryptography;
using CsCheck;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Tests.Store;

namespace Selvedge.Fabric.Tests.Identity;

[UnsupportedOSPlatform("windows")]
public sealed class SecretBoxTests : IDisposable
{
    private static readonly Gen<byte[]> Bytes = Gen.Byte.Array[0, 200];
    private static readonly SecretBox Box = new(new byte[32], RandomNumberGenerator.Fill);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_sealed_opens_again_and_only_for_what_it_belongs_to() =>
        Gen.Select(Bytes, Bytes, Bytes).Sample((plain, belongsTo, other) =>
        {
            var text = Box.Seal(plain, belongsTo);
            Assert.Equal(plain.Length + SecretBox.OverheadBytes, text.Length);
            Assert.True(Box.TryOpen(text, belongsTo, out var opened, out var refusal));
            Assert.Equal((SealRefusal.None, Convert.ToHexString(plain)), (refusal, Convert.ToHexString(opened)));
            Assert.Equal(other.SequenceEqual(belongsTo), Box.TryOpen(text, other, out _, out _));
        });

    [Fact]
    public void Any_changed_or_missing_byte_is_noticed()
    {
        var text = Box.Seal("plain"u8, "a"u8);
        for (var i = 0; i < text.Length; i++)
        {
            var changed = text.ToArray();
            changed[i] ^= 1;
            Assert.False(Box.TryOpen(changed, "a"u8, out var plain, out var refusal));
            Assert.Empty(plain);
            Assert.Equal(i == 0 ? SealRefusal.UnknownVersion : SealRefusal.NotAuthentic, refusal);
            Assert.False(Box.TryOpen(text.AsSpan(0, i), "a"u8, out _, out _));
        }
    }

    [Fact]
    public void Random_bytes_never_throw() => Bytes.Sample(bytes =>
    {
        if (bytes.Length > 0)
        {
            bytes[0] = 1;
        }

        Assert.False(Box.TryOpen(bytes, "a"u8, out _, out _));
    });

    [Fact]
    public void The_same_text_sealed_twice_shares_nothing()
    {
        var (first, second) = (Box.Seal(new byte[64], "a"u8), Box.Seal(new byte[64], "a"u8));
        Assert.NotEqual(first[1..13], second[1..13]);
        Assert.NotEqual(first[^64..], second[^64..]);
    }

    [Fact]
    public void Another_master_key_opens_nothing()
    {
        var text = Box.Seal("plain"u8, "a"u8);
        var other = new SecretBox(Enumerable.Repeat((byte)1, 32).ToArray(), RandomNumberGenerator.Fill);
        Assert.False(other.TryOpen(text, "a"u8, out _, out var refusal));
        Assert.Equal(SealRefusal.NotAuthentic, refusal);
    }

    [Fact]
    public void The_master_key_is_made_once_and_private()
    {
        var path = _folder.File("sub/master.key");
        var text = SecretBox.Open(path, KnownRandom.Create()).Seal("plain"u8, "a"u8);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.True(SecretBox.Open(path, KnownRandom.Create(2)).TryOpen(text, "a"u8, out _, out _));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_master_key_that_others_may_reach_is_refused_with_the_fix(UnixFileMode mode)
    {
        var path = _folder.File("master.key");
        SecretBox.Open(path, KnownRandom.Create());
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | mode);
        var error = Assert.Throws<IdentityException>(() => SecretBox.Open(path, KnownRandom.Create()));
        Assert.Contains($"chmod 600 {path}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_master_key_of_another_length_is_refused_and_kept(int length)
    {
        var path = _folder.File("master.key");
        File.WriteAllBytes(path, new byte[length]);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var error = Assert.Throws<IdentityException>(() => SecretBox.Open(path, KnownRandom.Create()));
        Assert.Contains($"has {length} bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(path).Length);
    }
}
