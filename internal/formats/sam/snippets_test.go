package sam_test

// snippet is a piece of a generated template: the members of a JSON object.
type snippet struct{ name, properties string }

// events: the first word is the type.
var events = []snippet{
	{"SQS", `"Queue": {"Fn::GetAtt": ["Queue", "Arn"]}`},
	{"SQS with a destination of no type", `"Queue": {"Fn::GetAtt": ["Queue", "Arn"]}, "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["Failed", "Arn"]}}}`},
	{"Kinesis", `"Stream": {"Fn::GetAtt": ["Stream", "Arn"]}, "StartingPosition": "LATEST"`},
	{"Kinesis with a queue for failures", `"Stream": {"Fn::GetAtt": ["Stream", "Arn"]}, "StartingPosition": "LATEST", "DestinationConfig": {"OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["Failed", "Arn"]}}}`},
	{"DynamoDB", `"Stream": {"Fn::GetAtt": ["Table", "StreamArn"]}, "StartingPosition": "LATEST"`},
	{"DynamoDB with a topic for failures", `"Stream": {"Fn::GetAtt": ["Table", "StreamArn"]}, "StartingPosition": "LATEST", "DestinationConfig": {"OnFailure": {"Type": "SNS", "Destination": {"Ref": "Topic"}}}`},
	{"MSK", `"Stream": {"Ref": "Cluster"}, "Topics": ["orders"], "StartingPosition": "LATEST"`},
	{"MSK with a certificate", `"Stream": {"Ref": "Cluster"}, "Topics": ["orders"], "StartingPosition": "LATEST", "SourceAccessConfigurations": [{"Type": "CLIENT_CERTIFICATE_TLS_AUTH", "URI": {"Ref": "Secret"}}]`},
	{"MSK with a password", `"Stream": {"Ref": "Cluster"}, "Topics": ["orders"], "StartingPosition": "LATEST", "SourceAccessConfigurations": [{"Type": "SASL_SCRAM_512_AUTH", "URI": {"Ref": "Secret"}}]`},
	{"MSK with a bucket for failures", `"Stream": {"Ref": "Cluster"}, "Topics": ["orders"], "StartingPosition": "LATEST", "DestinationConfig": {"OnFailure": {"Type": "S3", "Destination": {"Fn::GetAtt": ["Bucket", "Arn"]}}}`},
	{"MSK with a registry", `"Stream": {"Ref": "Cluster"}, "Topics": ["orders"], "StartingPosition": "LATEST", "SchemaRegistryConfig": {"SchemaRegistryURI": "arn:aws:glue:eu-west-1:111122223333:registry/orders", "EventRecordFormat": "JSON", "SchemaValidationConfigs": [{"Attribute": "KEY"}]}`},
	{"MSK with a registry elsewhere", `"Stream": {"Ref": "Cluster"}, "Topics": ["orders"], "StartingPosition": "LATEST", "SchemaRegistryConfig": {"SchemaRegistryURI": "https://registry.example.com", "EventRecordFormat": "JSON", "SchemaValidationConfigs": [{"Attribute": "KEY"}], "AccessConfigs": [{"Type": "BASIC_AUTH", "URI": {"Ref": "Secret"}}]}`},
	{"MQ", `"Broker": {"Fn::GetAtt": ["Broker", "Arn"]}, "Queues": ["orders"], "SourceAccessConfigurations": [{"Type": "BASIC_AUTH", "URI": {"Ref": "Secret"}}]`},
	{"MQ with a host and a key", `"Broker": {"Fn::GetAtt": ["Broker", "Arn"]}, "Queues": ["orders"], "SourceAccessConfigurations": [{"Type": "BASIC_AUTH", "URI": {"Ref": "Secret"}}, {"Type": "VIRTUAL_HOST", "URI": "/"}], "SecretsManagerKmsKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"`},
	{"SelfManagedKafka", `"KafkaBootstrapServers": ["kafka:9092"], "Topics": ["orders"], "SourceAccessConfigurations": [{"Type": "SASL_SCRAM_512_AUTH", "URI": {"Ref": "Secret"}}]`},
	{"SelfManagedKafka in a network", `"KafkaBootstrapServers": ["kafka:9092"], "Topics": ["orders"], "SourceAccessConfigurations": [{"Type": "VPC_SUBNET", "URI": "subnet:subnet-1"}, {"Type": "VPC_SECURITY_GROUP", "URI": "security_group:sg-1"}, {"Type": "SERVER_ROOT_CA_CERTIFICATE", "URI": {"Ref": "Secret"}}], "SecretsManagerKmsKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"`},
	{"SelfManagedKafka with a token", `"KafkaBootstrapServers": ["kafka:9092"], "Topics": ["orders"], "SourceAccessConfigurations": [{"Type": "OAUTHBEARER_AUTH", "URI": {"Ref": "Secret"}}, {"Type": "OAUTHBEARER_SCOPE", "URI": "scope"}]`},
	{"SelfManagedKafka with the function's own role", `"KafkaBootstrapServers": ["kafka:9092"], "Topics": ["orders"], "SourceAccessConfigurations": [{"Type": "IAM_AUTH"}]`},
	{"SelfManagedKafka with a registry", `"KafkaBootstrapServers": ["kafka:9092"], "Topics": ["orders"], "SourceAccessConfigurations": [{"Type": "BASIC_AUTH", "URI": {"Ref": "Secret"}}], "SchemaRegistryConfig": {"SchemaRegistryURI": "arn:aws:glue:eu-west-1:111122223333:registry/orders", "EventRecordFormat": "SOURCE", "SchemaValidationConfigs": [{"Attribute": "VALUE"}]}`},
	{"DocumentDB", `"Cluster": "arn:aws:rds:eu-west-1:111122223333:cluster:orders", "DatabaseName": "orders", "StartingPosition": "LATEST", "SourceAccessConfigurations": [{"Type": "BASIC_AUTH", "URI": {"Ref": "Secret"}}]`},
	{"DocumentDB with a key", `"Cluster": "arn:aws:rds:eu-west-1:111122223333:cluster:orders", "DatabaseName": "orders", "StartingPosition": "LATEST", "SourceAccessConfigurations": [{"Type": "BASIC_AUTH", "URI": {"Ref": "Secret"}}], "SecretsManagerKmsKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"`},
	{"S3", `"Bucket": {"Ref": "Bucket"}, "Events": "s3:ObjectCreated:*"`},
	{"SNS", `"Topic": {"Ref": "Topic"}`},
	{"SNS elsewhere", `"Topic": "arn:aws:sns:eu-west-1:111122223333:orders", "Region": "eu-west-1"`},
	{"SNS through a queue", `"Topic": {"Ref": "Topic"}, "SqsSubscription": true`},
	{"SNS through a queue that is named", `"Topic": {"Ref": "Topic"}, "SqsSubscription": {"QueueArn": {"Fn::GetAtt": ["Queue", "Arn"]}, "QueueUrl": {"Ref": "Queue"}}`},
	{"Api", `"Path": "/orders/{id}", "Method": "get"`},
	{"Api for any method", `"Path": "/{proxy+}", "Method": "any"`},
	{"Api at the root", `"Path": "/", "Method": "POST"`},
	{"Api that is named", `"Path": "/orders", "Method": "post", "RestApiId": {"Ref": "RestApi"}`},
	{"HttpApi", `"Path": "/orders/{id}/lines", "Method": "PUT"`},
	{"HttpApi for all", ``},
	{"HttpApi for any method", `"Path": "/{proxy+}", "Method": "ANY"`},
	{"HttpApi at the default route", `"Path": "/$default", "Method": "x-amazon-apigateway-any-method"`},
	{"HttpApi that is named", `"Path": "/orders", "Method": "get", "ApiId": {"Ref": "Http"}`},
	{"Schedule", `"Schedule": "rate(1 hour)"`},
	{"Schedule with a queue of its own", `"Schedule": "rate(1 hour)", "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Failed", "Arn"]}}`},
	{"ScheduleV2", `"ScheduleExpression": "rate(1 hour)"`},
	{"CloudWatchEvent", `"Pattern": {"source": ["orders"]}`},
	{"EventBridgeRule", `"Pattern": {"source": ["orders"]}`},
	{"EventBridgeRule on a bus", `"Pattern": {"source": ["orders"]}, "EventBusName": {"Ref": "Bus"}`},
	{"CloudWatchLogs", `"LogGroupName": {"Ref": "Group"}, "FilterPattern": "x"`},
	{"CloudWatchLogs by name", `"LogGroupName": "/orders", "FilterPattern": "x"`},
	{"IoTRule", `"Sql": "SELECT * FROM 'orders'"`},
	{"Cognito", `"UserPool": {"Ref": "Pool"}, "Trigger": "PreSignUp"`},
	{"AlexaSkill", ``},
	{"AlexaSkill that is named", `"SkillId": "amzn1.ask.skill.x"`},
}

// features are what a function may have beside events.
var features = []snippet{
	{"alone", ``},
	{"with a managed policy", `"Policies": ["AmazonDynamoDBReadOnlyAccess", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]`},
	{"with one policy", `"Policies": "AmazonS3ReadOnlyAccess"`},
	{"with a document", `"Policies": {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Sub": "${Bucket.Arn}/*"}}]}`},
	{"with a statement", `"Policies": [{"Statement": {"Effect": "Deny", "Action": ["s3:PutObject"], "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}}, {"DynamoDBCrudPolicy": {"TableName": {"Ref": "Table"}}}]`},
	{"traced", `"Tracing": "Active"`},
	{"traced by others", `"Tracing": "PassThrough"`},
	{"not traced", `"Tracing": "Disabled"`},
	{"in a network", `"VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}`},
	{"in no network", `"VpcConfig": {"SubnetIds": [], "SecurityGroupIds": []}`},
	{"that lasts", `"DurableConfig": {"ExecutionTimeout": 60}`},
	{"with a queue for the dead", `"DeadLetterQueue": {"Type": "SQS", "TargetArn": {"Fn::GetAtt": ["Failed", "Arn"]}}`},
	{"with a topic for the dead", `"DeadLetterQueue": {"Type": "SNS", "TargetArn": {"Ref": "Topic"}}`},
	{"with destinations", `"EventInvokeConfig": {"DestinationConfig": {"OnSuccess": {"Type": "SNS", "Destination": {"Ref": "Topic"}}, "OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["Failed", "Arn"]}}}}`},
	{"with other destinations", `"EventInvokeConfig": {"DestinationConfig": {"OnSuccess": {"Type": "EventBridge", "Destination": {"Fn::GetAtt": ["Bus", "Arn"]}}, "OnFailure": {"Type": "Lambda", "Destination": "arn:aws:lambda:eu-west-1:111122223333:function:failed"}}}`},
	{"with a bucket as destination", `"EventInvokeConfig": {"DestinationConfig": {"OnFailure": {"Type": "S3Bucket", "Destination": {"Fn::GetAtt": ["Bucket", "Arn"]}}}}`},
	{"with destinations that are made", `"EventInvokeConfig": {"DestinationConfig": {"OnSuccess": {"Type": "SNS"}, "OnFailure": {"Type": "SQS"}}}`},
	{"with a URL for all", `"FunctionUrlConfig": {"AuthType": "NONE"}`},
	{"with a URL", `"FunctionUrlConfig": {"AuthType": "AWS_IAM"}`},
	{"with a URL for all, an alias", `"AutoPublishAlias": "live", "FunctionUrlConfig": {"AuthType": "NONE"}`},
	{"with a key", `"KmsKeyArn": {"Fn::GetAtt": ["Key", "Arn"]}`},
	{"that others may assume", `"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": ["lambda.amazonaws.com"]}, "Action": "sts:AssumeRole"}]}`},
}

// others are resources beside functions that make roles and permissions.
var others = []snippet{
	{"a state machine", `"Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "s3://b/k", "Policies": [{"LambdaInvokePolicy": {"FunctionName": {"Ref": "Fn"}}}], "Tracing": {"Enabled": true}}`},
	{"a state machine with a role", `"Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "s3://b/k", "Role": {"Fn::GetAtt": ["Own", "Arn"]}}`},
	{"an authorizer", `"Type": "AWS::Serverless::Api", "Properties": {"StageName": "p", "DefinitionBody": {"openapi": "3.0.1", "paths": {}}, "Auth": {"Authorizers": {"Gate": {"FunctionArn": {"Fn::GetAtt": ["Fn", "Arn"]}}}}}`},
	{"an authorizer that is not let in", `"Type": "AWS::Serverless::Api", "Properties": {"StageName": "p", "DefinitionBody": {"openapi": "3.0.1", "paths": {}}, "Auth": {"Authorizers": {"Gate": {"FunctionArn": {"Fn::GetAtt": ["Fn", "Arn"]}, "DisableFunctionDefaultPermissions": true}}}}`},
	{"an authorizer of an HTTP API", `"Type": "AWS::Serverless::HttpApi", "Properties": {"DefinitionBody": {"openapi": "3.0.1", "paths": {}}, "Auth": {"Authorizers": {"Gate": {"FunctionArn": {"Fn::GetAtt": ["Fn", "Arn"]}, "AuthorizerPayloadFormatVersion": "2.0", "EnableFunctionDefaultPermissions": true}}}}`},
	{"an authorizer of an HTTP API that is not let in", `"Type": "AWS::Serverless::HttpApi", "Properties": {"DefinitionBody": {"openapi": "3.0.1", "paths": {}}, "Auth": {"Authorizers": {"Gate": {"FunctionArn": {"Fn::GetAtt": ["Fn", "Arn"]}, "AuthorizerPayloadFormatVersion": "2.0"}}}}`},
	{"a WebSocket API", `"Type": "AWS::Serverless::WebSocketApi", "Properties": {"RouteSelectionExpression": "$request.body.action", "Routes": {"$connect": {"FunctionArn": {"Fn::GetAtt": ["Fn", "Arn"]}}, "send": {"FunctionArn": {"Fn::GetAtt": ["Fn", "Arn"]}}}}`},
	{"a WebSocket API with an authorizer", `"Type": "AWS::Serverless::WebSocketApi", "Properties": {"RouteSelectionExpression": "$request.body.action", "StageName": "live", "Auth": {"AuthType": "CUSTOM", "AuthArn": {"Fn::GetAtt": ["Fn", "Arn"]}}, "Routes": {"$connect": {"FunctionArn": {"Fn::GetAtt": ["Fn", "Arn"]}}}}`},
	{"a table", `"Type": "AWS::Serverless::SimpleTable"`},
}

const aRole = `"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}`

// stock is what the cases refer to.
var stock = map[string]string{
	"Queue":   `"Type": "AWS::SQS::Queue"`,
	"Failed":  `"Type": "AWS::SQS::Queue"`,
	"Topic":   `"Type": "AWS::SNS::Topic"`,
	"Bucket":  `"Type": "AWS::S3::Bucket"`,
	"Table":   `"Type": "AWS::DynamoDB::Table"`,
	"Stream":  `"Type": "AWS::Kinesis::Stream"`,
	"Cluster": `"Type": "AWS::MSK::Cluster"`,
	"Broker":  `"Type": "AWS::AmazonMQ::Broker"`,
	"Secret":  `"Type": "AWS::SecretsManager::Secret"`,
	"Bus":     `"Type": "AWS::Events::EventBus"`,
	"Group":   `"Type": "AWS::Logs::LogGroup"`,
	"Pool":    `"Type": "AWS::Cognito::UserPool"`,
	"Key":     `"Type": "AWS::KMS::Key"`,
	"RestApi": `"Type": "AWS::Serverless::Api", "Properties": {"StageName": "p"}`,
	"Http":    `"Type": "AWS::Serverless::HttpApi"`,
	"Own":     aRole,
}

// ends are resources for the ends of connectors; SELF is the resource's ID.
var ends = map[string]string{
	"AWS::Lambda::Function":            `"Type": "AWS::Serverless::Function", "Properties": {"Runtime": "python3.13", "Handler": "index.handler", "InlineCode": "x = 1"}`,
	"AWS::S3::Bucket":                  `"Type": "AWS::S3::Bucket"`,
	"AWS::DynamoDB::Table":             `"Type": "AWS::Serverless::SimpleTable"`,
	"AWS::SQS::Queue":                  `"Type": "AWS::SQS::Queue"`,
	"AWS::SNS::Topic":                  `"Type": "AWS::SNS::Topic"`,
	"AWS::StepFunctions::StateMachine": `"Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "s3://b/k"}`,
	"AWS::Events::EventBus":            `"Type": "AWS::Events::EventBus"`,
	"AWS::Events::Rule":                `"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["orders"]}, "Targets": [{"Id": "to", "Arn": {"Fn::GetAtt": ["To", "Arn"]}, "RoleArn": {"Fn::GetAtt": ["Own", "Arn"]}}]}`,
	"AWS::Location::PlaceIndex":        `"Type": "AWS::Location::PlaceIndex"`,
	"AWS::ApiGatewayV2::Api":           `"Type": "AWS::ApiGatewayV2::Api"`,
	"AWS::ApiGateway::RestApi":         `"Type": "AWS::ApiGateway::RestApi"`,
	"AWS::AppSync::DataSource":         `"Type": "AWS::AppSync::DataSource", "Properties": {"ServiceRoleArn": {"Fn::GetAtt": ["Own", "Arn"]}}`,
	"AWS::AppSync::GraphQLApi":         `"Type": "AWS::AppSync::GraphQLApi"`,
}
