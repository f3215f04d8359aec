using System.Runtime.Versioning;
using NATS.NKeys;
using Selvedge.Fabric.Bus;
using Selvedge.Fabric.Identity;
using Selvedge.Fabric.Tests.Store;

namespace Selvedge.Fabric.Tests.Bus;

[UnsupportedOSPlatform("windows")]
public sealed class BusIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_key_is_made_once_private_and_signs_what_its_public_half_verifies()
    {
        var path = _folder.File("node.nk");
        var keys = BusIdentity.Open(path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.StartsWith("SU", keys.Seed, StringComparison.Ordinal);
        Assert.StartsWith("U", keys.PublicKey, StringComparison.Ordinal);
        Assert.Equal(keys.PublicKey, BusIdentity.Open(path).PublicKey);

        var signature = new byte[64];
        using var pair = KeyPair.FromSeed(keys.Seed);
        pair.Sign(new byte[] { 1, 2, 3 }, signature);
        using var known = KeyPair.FromPublicKey(keys.PublicKey);
        Assert.True(known.Verify(new byte[] { 1, 2, 3 }, signature));
        Assert.False(known.Verify(new byte[] { 1, 2, 4 }, signature));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SU")]
    [InlineData("not a seed at all, but long enough to look like one to somebody")]
    [InlineData("\0\u0001")]
    public void What_is_no_seed_is_refused_and_kept(string content)
    {
        var path = _folder.File("node.nk");
        File.WriteAllText(path, content);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Throws<IdentityException>(() => BusIdentity.Open(path));
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void A_seed_of_an_account_is_refused()
    {
        var path = _folder.File("node.nk");
        using var pair = KeyPair.CreatePair(PrefixByte.Account);
        File.WriteAllText(path, pair.GetSeed());
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Throws<IdentityException>(() => BusIdentity.Open(path));
    }
}
