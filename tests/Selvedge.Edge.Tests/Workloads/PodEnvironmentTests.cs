using System.Collections.Immutable;
using CsCheck;
using Selvedge.Core.Workloads;
using Selvedge.Edge.Workloads;

namespace Selvedge.Edge.Tests.Workloads;

public sealed class PodEnvironmentTests
{
    [Fact]
    public void Variables_come_from_documents_fields_and_each_other_and_the_later_wins()
    {
        var pod = PodStory.Section() with
        {
            Texts = TestAgent.Documents(("app", "COLOUR", "blue"), ("other", "key", "$(COLOUR)")),
            Secrets = TestAgent.Documents(("keys", "TOKEN", "c2VjcmV0")),
            Annotations = ImmutableSortedDictionary<string, string>.Empty.Add("a/b", "note"),
        };
        var container = new Container
        {
            EnvFrom =
            [
                new EnvironmentSource { ConfigMapRef = new DocumentReference { Name = "app" } },
                new EnvironmentSource { Prefix = "X_", SecretRef = new DocumentReference { Name = "keys" } },
                new EnvironmentSource { ConfigMapRef = new DocumentReference { Name = "none", Optional = true } },
            ],
            Env =
            [
                new EnvironmentVariable
                {
                    Name = "PLAIN",
                    Value = "$(COLOUR)-$(X_TOKEN)-$(NONE)-$$(COLOUR)-$(POD_IP)",
                },
                From("TEXT", new() { ConfigMapKeyRef = new KeyReference { Name = "other", Key = "key" } }),
                From("SECRET", new() { SecretKeyRef = new KeyReference { Name = "keys", Key = "TOKEN" } }),
                From("NONE", new() { SecretKeyRef = new KeyReference { Name = "keys", Key = "x", Optional = true } }),
                From("NAME", new() { FieldRef = new FieldReference { FieldPath = "metadata.name" } }),
                From("APP", new() { FieldRef = new FieldReference { FieldPath = "metadata.labels['app']" } }),
                From("NOTE", new() { FieldRef = new FieldReference { FieldPath = "metadata.annotations['a/b']" } }),
                From("IP", new() { FieldRef = new FieldReference { FieldPath = "status.podIP" } }),
                new EnvironmentVariable { Name = "COLOUR", Value = "red" },
            ],
        };
        Assert.True(
            PodEnvironment.TryResolve(pod, container, "127.1.2.3", out var variables, out var problem), problem);
        Assert.Equal(
            [
                "APP=web", "COLOUR=red", "IP=127.1.2.3", "NAME=web", "NOTE=note",
                "PLAIN=blue-secret-$(NONE)-$(COLOUR)-127.1.2.3", "POD_IP=127.1.2.3", "SECRET=secret",
                "TEXT=$(COLOUR)", "X_TOKEN=secret",
            ],
            variables.Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var pod = PodStory.Section() with { Texts = TestAgent.Documents(("app", "a", "b")) };
        Assert.Equal(
            "There is no ConfigMap none.", Problem(new() { ConfigMapKeyRef = new KeyReference { Name = "none" } }));
        Assert.Equal(
            "The ConfigMap app has no entry x.",
            Problem(new() { ConfigMapKeyRef = new KeyReference { Name = "app", Key = "x" } }));
        Assert.Contains(
            "metadata.none", Problem(new() { FieldRef = new FieldReference { FieldPath = "metadata.none" } }),
            StringComparison.Ordinal);

        string Problem(EnvironmentValueSource from)
        {
            Assert.False(PodEnvironment.TryResolve(
                pod, new Container { Env = [From("A", from)] }, "", out _, out var problem));
            return problem;
        }
    }

    [Fact]
    public void Expansion_never_throws_and_leaves_text_without_dollars_alone() =>
        Gen.String[Gen.Char["$()Ax"], 0, 30].Sample(text =>
        {
            var result = PodEnvironment.Expand(
                text, new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "value" });
            Assert.True(text.Contains('$', StringComparison.Ordinal) || result == text);
        });

    private static EnvironmentVariable From(string name, EnvironmentValueSource source) =>
        new() { Name = name, ValueFrom = source };
}
