using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Selvedge.Commands.Output;
using Selvedge.Control.Api.Reading;

namespace Selvedge.System.Tests.Commands.Output;

public sealed class YamlWriterTests
{
    private static readonly string[] Awkward =
    [
        "yes", "No", "null", "~", "1", "1.5", "1e3", "0x1f", "1:30", "127.0.0.1", "10.0.0.0/8", "30s", "1h30m", "250ms",
        "2026-01-31", "a: b", "a #b", "-", "- a", "line\nline\n", "line\n\nline", "a\n", "\na", "", " ",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char[" \n\t:#-'\"{}[]&*!|>%@`,?~=aZ0.9_/é\\"], 0, 12],
        Gen.Int[0, Awkward.Length - 1].Select(index => Awkward[index]));

    private static readonly Gen<JsonNode?> Tree = Gen.Recursive<JsonNode?>((depth, self) => depth > 3
        ? Leaf()
        : Gen.OneOf(
            Leaf(),
            self.List[0, 4].Select(items => (JsonNode?)new JsonArray([.. items])),
            Gen.Dictionary(Text, self)[0, 4].Select(members => (JsonNode?)new JsonObject(members))));

    [Fact]
    public void Whatever_is_written_is_read_back_as_it_was() =>
        Gen.Dictionary(Text, Tree)[0, 5].Select(members => new JsonObject(members)).Sample(
            tree =>
            {
                var yaml = YamlWriter.Write(tree);
                var isRead = DocumentReader.TryReadOne(
                    Encoding.UTF8.GetBytes(yaml), yaml: true, out var read, out var reason);
                Assert.True(isRead, $"{reason}:\n{yaml}");
                Assert.True(JsonNode.DeepEquals(tree, read), $"{tree.ToJsonString()}\n{yaml}\n{read?.ToJsonString()}");
            },
            iter: 5_000);

    [Fact]
    public void Documents_look_as_people_write_them()
    {
        var document = JsonNode.Parse(
            """
            {"kind": "Site", "spec": {"hostnames": ["a.test"], "ttl": "30s", "address": "127.0.0.1", "version": "1.0",
            "isOn": true, "answer": "yes", "empty": [], "pem": "one\ntwo\n", "list": [{"name": "a", "n": 1}]}}
            """);

        Assert.Equal(
            """
            kind: Site
            spec:
              hostnames:
              - a.test
              ttl: 30s
              address: 127.0.0.1
              version: "1.0"
              isOn: true
              answer: "yes"
              empty: []
              pem: |
                one
                two
              list:
              - name: a
                "n": 1

            """,
            YamlWriter.Write(document));
    }

    private static Gen<JsonNode?> Leaf() => Gen.OneOf(
        Gen.Const((JsonNode?)null),
        Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
        Gen.Int.Select(value => (JsonNode?)JsonValue.Create(value)),
        Text.Select(value => (JsonNode?)JsonValue.Create(value)));
}
